import { recomputingLiftsSigmoid } from '../../src/hypotheses/h9a-recomputing-lifts-sigmoid.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(recomputingLiftsSigmoid);

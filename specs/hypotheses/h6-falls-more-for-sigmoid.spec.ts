import { fallsMoreForSigmoid } from '../../src/hypotheses/h6-falls-more-for-sigmoid.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(fallsMoreForSigmoid);

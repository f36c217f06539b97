import { reluBeatsSigmoid } from '../../src/hypotheses/h1-relu-beats-sigmoid.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(reluBeatsSigmoid);

import { batchNormPreventsDecay } from '../../src/hypotheses/h8-batch-norm-prevents-decay.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(batchNormPreventsDecay);

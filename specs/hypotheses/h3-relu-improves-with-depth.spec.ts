import { reluImprovesWithDepth } from '../../src/hypotheses/h3-relu-improves-with-depth.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(reluImprovesWithDepth);

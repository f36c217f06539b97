import { gradientsShrinkAlike } from '../../src/hypotheses/h7b-gradients-shrink-alike.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(gradientsShrinkAlike);

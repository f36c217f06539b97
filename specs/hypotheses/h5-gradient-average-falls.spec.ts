import { gradientAverageFalls } from '../../src/hypotheses/h5-gradient-average-falls.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(gradientAverageFalls);

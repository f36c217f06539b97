import { gradientShrinksFaster } from '../../src/hypotheses/h7-gradient-shrinks-faster.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(gradientShrinksFaster);

/** The study's hypotheses, in its order: seven explanations of why Sigmoid lags. */
import type { Hypothesis } from '../../judging/hypothesis.ts';
import { magnitude } from './hypotheses/e1-magnitude.ts';
import { parity } from './hypotheses/e2-parity.ts';
import { stepBudget } from './hypotheses/e3-step-budget.ts';
import { padding } from './hypotheses/e4-padding.ts';
import { speed } from './hypotheses/e5-speed.ts';
import { information } from './hypotheses/e6-information.ts';
import { evaluationLag } from './hypotheses/e7-lag.ts';

export { design, judgedScales } from './design.ts'; // registered with them

export const hypotheses: readonly Hypothesis[] = [
  magnitude,
  parity,
  stepBudget,
  padding,
  speed,
  information,
  evaluationLag,
];

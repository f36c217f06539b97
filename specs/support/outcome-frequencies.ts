/** How often a hypothesis comes out each way over many simulated studies. */
import type { Hypothesis } from '../../src/judging/hypothesis.ts';
import type { Outcome } from '../../src/judging/verdict.ts';
import type { Evidence } from '../../src/records/evidence.ts';
import { normalDraws } from './normal-draws.ts';

/**
 * Simulates studies and judges each.
 *
 * @param hypothesis - whose rule is applied; its id names the stream of noise
 * @param simulate - one study's evidence, from independent standard normal draws
 * @returns the share of the trials that ended in each outcome
 */
export function outcomeFrequencies(
  hypothesis: Hypothesis,
  trials: number,
  simulate: (draw: () => number) => Evidence,
): Record<Outcome, number> {
  const draw = normalDraws(1, `error-rates/${hypothesis.id}`);
  const counts = { supported: 0, refuted: 0, inconclusive: 0 };
  for (let trial = 0; trial < trials; trial++) counts[hypothesis.judge(simulate(draw)).outcome] += 1 / trials;
  return counts;
}

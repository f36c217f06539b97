/** The confirmatory families: hypotheses that are judged together, so that the chance of any false support stays at α. */
import { holm } from '../statistics/holm.ts';
import type { Design } from '../study.ts';
import type { Verdict } from './verdict.ts';

/**
 * Takes back what a hypothesis may not claim in its family: in a fixed order, what follows one that is not supported; by
 * Holm's procedure, what its p does not reach beside the others.
 *
 * @param design - with its families
 * @param verdicts - one per hypothesis, each as if it were alone
 * @returns the same, some of them inconclusive now, with the reason
 */
export function judgeFamilies(
  { analysis }: Pick<Design, 'analysis'>,
  verdicts: readonly Verdict[],
): readonly Verdict[] {
  const inOrder = verdicts.map((verdict) => afterPredecessor(analysis, verdict, verdicts));
  return inOrder.map((verdict) => besideOthers(analysis, verdict, inOrder));
}

function afterPredecessor(
  { sequences }: Design['analysis'],
  verdict: Verdict,
  verdicts: readonly Verdict[],
): Verdict {
  for (const sequence of sequences) {
    const index = sequence.indexOf(verdict.id);
    const failed = sequence
      .slice(0, Math.max(0, index))
      .find((id) => verdicts.find((other) => other.id === id)?.outcome !== 'supported');
    if (failed) return undecided(verdict, `Not tested: ${failed} comes first and is not supported.`);
  }
  return verdict;
}

function besideOthers(
  { alpha, together }: Design['analysis'],
  verdict: Verdict,
  verdicts: readonly Verdict[],
): Verdict {
  const index = together.indexOf(verdict.id);
  if (index < 0 || verdict.outcome !== 'supported') return verdict;
  const ps = together.map((id) => largestP(verdicts.find((other) => other.id === id)));
  const adjusted = holm(ps, alpha)[index] ?? 1;
  if (adjusted <= alpha) return verdict;
  return undecided(verdict, `By Holm’s procedure its p is ${adjusted.toFixed(4)}, above ${alpha}.`);
}

function undecided(verdict: Verdict, why: string): Verdict {
  return {
    ...verdict,
    outcome: 'inconclusive',
    reason: `${why} Alone: ${verdict.outcome}. ${verdict.reason}`,
  };
}

function largestP(verdict: Verdict | undefined): number {
  return Math.max(0, ...(verdict?.comparisons.map(({ p }) => p ?? 1) ?? [1]));
}

/** What several verdicts mean together, and none of them alone. */
import type { Outcome, Verdict } from '../../judging/verdict.ts';
import { verdictOn } from '../../report/verdict-on.ts';

// A conclusion about the cause needs the ablation; with it, only a gradient that shrinks no faster tells against.
const causes: Readonly<Record<Outcome, readonly string[]>> = {
  supported: [],
  refuted: [
    'No: with batch norm, which the notebook’s networks have, it does not vanish with depth at initialisation, and from the last block to the first it shrinks ' +
      'no faster than ReLU’s',
  ],
  inconclusive: [
    'Not decided: with batch norm, which the notebook’s networks have, it does not vanish with depth at initialisation, and whether from the last block to the ' +
      'first it shrinks faster than ReLU’s is open',
  ],
};

/** @returns a sentence per conclusion, by outcomes alone, so that it cannot say more than the verdicts do */
export function conclusions(verdicts: readonly Verdict[]): readonly string[] {
  if (verdictOn('H8', verdicts).outcome !== 'supported') return [];
  return causes[verdictOn('H7', verdicts).outcome].map(
    (words) => `Is it the vanishing gradient, then? ${words} (H7, H8).`,
  );
}

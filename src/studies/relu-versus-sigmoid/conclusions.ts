/** What several verdicts mean together, and none of them alone. */
import type { Outcome, Verdict } from '../../judging/verdict.ts';
import { verdictOn } from '../../report/verdict-on.ts';

const BATCH_NORM =
  'with batch norm, which the notebook’s networks have, it does not vanish with depth at initialisation';

/**
 * On the cause. It needs a lead to explain and the ablation; with them, H7 says which gradient falls off faster between
 * the blocks, and nothing of the way from the head to them; H7b says whether at initialisation the two are alike there.
 *
 * @returns a sentence per conclusion, by outcomes alone, so that it cannot say more than the verdicts do
 */
export function conclusions(verdicts: readonly Verdict[]): readonly string[] {
  const [lead, ablation, shrinks, alike] = ['H1', 'H8', 'H7', 'H7b'].map((id) => verdictOn(id, verdicts));
  if (lead?.outcome !== 'supported' || ablation?.outcome !== 'supported' || !shrinks) return [];
  const start =
    alike?.outcome === 'supported'
      ? `${BATCH_NORM}, where from block to block it changes alike with both, to within a tenth (H7b)`
      : BATCH_NORM;
  const words: Readonly<Record<Outcome, string>> = {
    supported: `It may have a part: ${start}, but from the last block to the first Sigmoid’s falls off faster than ReLU’s`,
    refuted: `Between the blocks nothing speaks for it: ${start}, and from the last block to the first Sigmoid’s falls off no faster than ReLU’s`,
    inconclusive: `Not decided: ${start}, and whether from the last block to the first Sigmoid’s falls off faster than ReLU’s is open${each(shrinks)}`,
  };
  return [`Is it the vanishing gradient, then? ${words[shrinks.outcome]} (H1, H7, H8).`];
}

// One of several comparisons may be decided where they are not together.
function each({ comparisons }: Verdict): string {
  const said = comparisons.map(({ label, outcome }) => `${label.split(',')[0]} ${outcome}`);
  return said.length > 0 ? `: ${said.join(', ')}` : '';
}

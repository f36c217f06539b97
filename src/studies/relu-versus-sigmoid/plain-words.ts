/** What the verdicts mean together, for a reader who wants the answer first. */
import type { Outcome, Verdict } from '../../judging/verdict.ts';
import { design } from './design.ts';

const { declinePoints, liftPoints } = design.analysis;

/** One sentence per question; each depends on outcomes alone, so that it cannot say more than the verdicts do. */
export function plainWords(verdicts: readonly Verdict[]): readonly string[] {
  const outcome = (id: string): Outcome =>
    verdicts.find((verdict) => verdict.id === id)?.outcome ?? 'inconclusive';
  // By its family: what comes first in a fixed order is not supported.
  const untested = (id: string) =>
    verdicts.find((verdict) => verdict.id === id)?.reason.startsWith('Not tested') ? 'Not tested' : undefined;
  return [
    `Is ReLU better in deep networks? ${answers[outcome('H1')]} (H1).`,
    'Does its lead grow with depth, as "as a CNN gets deeper" suggests? ' +
      `In points per block: ${untested('H2b') ?? answers[outcome('H2b')]} (H2b). By ranks: ${answers[outcome('H2')]} (H2).`,
    `Does ReLU gain from depth? ${answers[outcome('H3')]} (H3). Does Sigmoid fail to? ${answers[outcome('H4')]} (H4). ` +
      `Does Sigmoid lose more than ${declinePoints} points through it? ${measured[outcome('H4b')]} (H4b).`,
    `Does recomputing batch norm’s statistics lift deep Sigmoid networks by more than ${liftPoints} point? ` +
      `${measured[outcome('H9a')]} (H9a). By such statistics, does Sigmoid gain from depth? ${untested('H9b') ?? answers[outcome('H9b')]} (H9b).`,
    `Does the notebook’s gradient average fall with depth? ${answers[outcome('H5')]} (H5). More for Sigmoid? ` +
      `${answers[outcome('H6')]} (H6). But that average is no measure of vanishing: see how much of its fall is dilution, below.`,
    `Is it the vanishing gradient? ${mechanism(outcome('H7'), outcome('H7b'), outcome('H8'))}`,
  ];
}

const answers: Readonly<Record<Outcome, string>> = {
  supported: 'Yes',
  refuted: 'No, the opposite',
  inconclusive: 'Not decided by this evidence',
};

// Of a claim that an effect is larger than a margin: a smaller one need not be the opposite.
const measured: Readonly<Record<Outcome, string>> = { ...answers, refuted: 'No' };

const differences: Readonly<Record<Outcome, string>> = {
  supported: 'At initialisation the two differ by less than a tenth per block (H7b supported).',
  refuted: 'At initialisation the two differ by more than a tenth per block (H7b refuted).',
  inconclusive:
    'Whether at initialisation the two differ by less than a tenth per block is not decided (H7b inconclusive).',
};

function mechanism(shrinks: Outcome, alike: Outcome, ablation: Outcome): string {
  const withNorm =
    shrinks === 'supported'
      ? 'The gradient does shrink faster towards the first block with Sigmoid (H7 supported), as the notebook says.'
      : `That it shrinks faster towards the first block with Sigmoid is ${shrinks === 'refuted' ? 'refuted' : 'not shown'} (H7 ${shrinks}).`;
  const without =
    ablation === 'supported'
      ? 'At initialisation the gradient of a Sigmoid network does vanish without batch norm, and batch norm, which the notebook’s networks have, prevents it (H8 supported).'
      : `Whether batch norm is what keeps Sigmoid’s gradient from vanishing: H8 is ${ablation}.`;
  const conclusions: Readonly<Record<Outcome, string>> = {
    supported: '',
    refuted:
      ' So vanishing is not what makes Sigmoid worse in networks that, like the notebook’s, have batch norm.',
    inconclusive:
      ' So this evidence gives no support to vanishing as the cause in networks that, like the notebook’s, have batch norm.',
  };
  const conclusion = ablation === 'supported' ? conclusions[shrinks] : '';
  return `${withNorm} ${differences[alike]} ${without}${conclusion}`;
}

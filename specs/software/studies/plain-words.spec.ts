import { describe, expect, it } from 'vitest';
import type { Outcome, Verdict } from '../../../src/judging/verdict.ts';
import { plainWords } from '../../../src/studies/relu-versus-sigmoid/plain-words.ts';

/** Verdicts with these outcomes. */
function verdictsOf(outcomes: Readonly<Record<string, Outcome>>): Verdict[] {
  return Object.entries(outcomes).map(([id, outcome]) => ({ id, outcome, comparisons: [], reason: '' }));
}

const undecided = 'Not decided by this evidence';
const [lead, growth, depth, evaluation, average, mechanism] = [0, 1, 2, 3, 4, 5];

describe('plainWords', () => {
  it('says of what its family left untested that it is, rather than that it is undecided', () => {
    const reason = 'Not tested: H9a comes first and is not supported. Alone: supported.';
    const words = (id: string, index: number) =>
      plainWords([{ id, outcome: 'inconclusive', comparisons: [], reason }])[index];
    expect(words('H2b', growth)).toContain('In points per block: Not tested (H2b).');
    expect(words('H9b', evaluation)).toContain('does Sigmoid gain from depth? Not tested (H9b).');
  });

  it.each<[Outcome, string, string]>([
    ['supported', 'Yes', 'Yes'],
    ['refuted', 'No, the opposite', 'No'],
    ['inconclusive', undecided, undecided],
  ])('answers H1 to H6 and H9, each %s by itself', (outcome, answer, measured) => {
    const answered = (id: string, index: number) => plainWords(verdictsOf({ [id]: outcome }))[index];
    expect(answered('H1', lead)).toBe(`Is ReLU better in deep networks? ${answer} (H1).`);
    const aboutGrowth = (slope: string, ranks: string) =>
      `Does its lead grow with depth, as "as a CNN gets deeper" suggests? In points per block: ${slope} (H2b). ` +
      `By ranks: ${ranks} (H2).`;
    expect(answered('H2', growth)).toBe(aboutGrowth(undecided, answer));
    expect(answered('H2b', growth)).toBe(aboutGrowth(answer, undecided));
    const aboutDepth = (three: string, four: string, loss: string) =>
      `Does ReLU gain from depth? ${three} (H3). Does Sigmoid fail to? ${four} (H4). ` +
      `Does Sigmoid lose more than 2 points through it? ${loss} (H4b).`;
    expect(answered('H3', depth)).toBe(aboutDepth(answer, undecided, undecided));
    expect(answered('H4', depth)).toBe(aboutDepth(undecided, answer, undecided));
    expect(answered('H4b', depth)).toBe(aboutDepth(undecided, undecided, measured));
    const aboutEvaluation = (lift: string, gain: string) =>
      `Does recomputing batch norm’s statistics lift deep Sigmoid networks by more than 1 point? ${lift} (H9a). By such ` +
      `statistics, does Sigmoid gain from depth? ${gain} (H9b).`;
    expect(answered('H9a', evaluation)).toBe(aboutEvaluation(measured, undecided));
    expect(answered('H9b', evaluation)).toBe(aboutEvaluation(undecided, answer));
    const aboutAverage = (five: string, six: string) =>
      `Does the notebook’s gradient average fall with depth? ${five} (H5). More for Sigmoid? ${six} (H6). But that ` +
      'average is no measure of vanishing: see how much of its fall is dilution, below.';
    expect(answered('H5', average)).toBe(aboutAverage(answer, undecided));
    expect(answered('H6', average)).toBe(aboutAverage(undecided, answer));
  });

  const faster: Readonly<Record<Outcome, string>> = {
    supported:
      'The gradient does shrink faster towards the first block with Sigmoid (H7 supported), as the notebook says.',
    refuted: 'That it shrinks faster towards the first block with Sigmoid is refuted (H7 refuted).',
    inconclusive:
      'That it shrinks faster towards the first block with Sigmoid is not shown (H7 inconclusive).',
  };
  const prevented: Readonly<Record<Outcome, string>> = {
    supported:
      'At initialisation the gradient of a Sigmoid network does vanish without batch norm, and batch norm, which the notebook’s networks ' +
      'have, prevents it (H8 supported).',
    refuted: 'Whether batch norm is what keeps Sigmoid’s gradient from vanishing: H8 is refuted.',
    inconclusive: 'Whether batch norm is what keeps Sigmoid’s gradient from vanishing: H8 is inconclusive.',
  };

  const alike: Readonly<Record<Outcome, string>> = {
    supported: 'At initialisation the two differ by less than a tenth per block (H7b supported).',
    refuted: 'At initialisation the two differ by more than a tenth per block (H7b refuted).',
    inconclusive:
      'Whether at initialisation the two differ by less than a tenth per block is not decided (H7b inconclusive).',
  };

  it.each<Outcome>(['supported', 'refuted', 'inconclusive'])(
    'says what H7b %s means, and nothing more',
    (outcome) => {
      expect(plainWords(verdictsOf({ H7b: outcome }))[mechanism]).toBe(
        `Is it the vanishing gradient? ${faster.inconclusive} ${alike[outcome]} ${prevented.inconclusive}`,
      );
    },
  );

  // A conclusion about the cause needs the ablation; with it, only a gradient that shrinks no faster tells against.
  it.each<[Outcome, Outcome, string]>([
    ['supported', 'supported', ''],
    [
      'refuted',
      'supported',
      ' So vanishing is not what makes Sigmoid worse in networks that, like the notebook’s, have batch norm.',
    ],
    [
      'inconclusive',
      'supported',
      ' So this evidence gives no support to vanishing as the cause in networks that, like the notebook’s, have batch norm.',
    ],
    ['supported', 'refuted', ''],
    ['refuted', 'refuted', ''],
    ['inconclusive', 'refuted', ''],
    ['supported', 'inconclusive', ''],
    ['refuted', 'inconclusive', ''],
    ['inconclusive', 'inconclusive', ''],
  ])('with H7 %s and H8 %s concludes no more than both allow', (shrinks, ablation, conclusion) => {
    expect(plainWords(verdictsOf({ H7: shrinks, H8: ablation }))[mechanism]).toBe(
      `Is it the vanishing gradient? ${faster[shrinks]} ${alike.inconclusive} ${prevented[ablation]}${conclusion}`,
    );
  });

  it('decides nothing that was not judged', () => {
    const answers = plainWords([]);
    expect(answers).toHaveLength(6);
    expect(answers.join(' ')).not.toMatch(/Yes|No, the opposite|supported|refuted/);
  });
});

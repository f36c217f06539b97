import { describe, expect, it } from 'vitest';
import type { Outcome, Verdict } from '../../../src/hypotheses/verdict.ts';
import { plainWords } from '../../../src/report/plain-words.ts';

/** Verdicts with these outcomes. */
function verdictsOf(outcomes: Readonly<Record<string, Outcome>>): Verdict[] {
  return Object.entries(outcomes).map(([id, outcome]) => ({ id, outcome, comparisons: [], reason: '' }));
}

const undecided = 'Not decided by this evidence';
const [lead, accuracy, average, mechanism] = [0, 1, 2, 3];

describe('plainWords', () => {
  it.each<[Outcome, string]>([
    ['supported', 'Yes'],
    ['refuted', 'No, the opposite'],
    ['inconclusive', undecided],
  ])('answers H1 to H6, each %s by itself', (outcome, answer) => {
    const answered = (id: string, place: number) => plainWords(verdictsOf({ [id]: outcome }))[place];
    expect(answered('H1', lead)).toBe(`Is ReLU better in deep networks? ${answer} (H1).`);
    const aboutAccuracy = (two: string, three: string, four: string) =>
      `Does its lead grow with depth, as "as a CNN gets deeper" suggests? ${two} (H2). ` +
      `Does ReLU gain from depth? ${three} (H3). Does Sigmoid fail to? ${four} (H4).`;
    expect(answered('H2', accuracy)).toBe(aboutAccuracy(answer, undecided, undecided));
    expect(answered('H3', accuracy)).toBe(aboutAccuracy(undecided, answer, undecided));
    expect(answered('H4', accuracy)).toBe(aboutAccuracy(undecided, undecided, answer));
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
      'The gradient of a Sigmoid network does vanish without batch norm, and batch norm, which the notebook’s networks ' +
      'have, prevents it (H8 supported).',
    refuted: 'Whether batch norm is what keeps Sigmoid’s gradient from vanishing: H8 is refuted.',
    inconclusive: 'Whether batch norm is what keeps Sigmoid’s gradient from vanishing: H8 is inconclusive.',
  };

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
      `Is it the vanishing gradient? ${faster[shrinks]} ${prevented[ablation]}${conclusion}`,
    );
  });

  it('decides nothing that was not judged', () => {
    const answers = plainWords([]);
    expect(answers).toHaveLength(4);
    expect(answers.join(' ')).not.toMatch(/Yes|No, the opposite|supported|refuted/);
  });
});

import { describe, expect, it } from 'vitest';
import { judgeAll } from '../../../src/judging/judge-all.ts';
import type { Outcome, Verdict } from '../../../src/judging/verdict.ts';
import type { Evidence } from '../../../src/records/evidence.ts';
import { answer } from '../../../src/studies/relu-versus-sigmoid/answer.ts';
import { planted } from '../../support/planted-accuracies.ts';
import { evidenceFor } from '../../support/planted-report.ts';
import type { ScaleName } from '../../support/this-study.ts';

const of = (outcome: Outcome, scale: ScaleName) => {
  const evidence = evidenceFor(outcome, scale);
  return answer(evidence, judgeAll(evidence));
};
const firstSentence = (text: string) => text.split(/(?<=\))\. /)[0]!;
/** The answer where the hypotheses came out like this. */
const judged = (
  outcomes: Readonly<Record<string, Outcome>>,
  evidence: Evidence = evidenceFor('supported', 'paper'),
) => {
  const verdicts = judgeAll(evidence).map((verdict): Verdict => {
    return { ...verdict, outcome: outcomes[verdict.id] ?? verdict.outcome };
  });
  return answer(evidence, verdicts);
};

describe('answer', () => {
  it('says in its first sentence what became of each part of the claim', () => {
    expect(firstSentence(judged({ H1: 'supported', H2b: 'inconclusive', H4b: 'refuted' }))).toBe(
      'At the notebook’s own scale: that ReLU does better in deep networks is **supported** (H1), that its lead grows with ' +
        'depth is **inconclusive** (H2b), and that Sigmoid itself loses more than 2 points by depth is **refuted** (H4b)',
    );
    const outcomes = ['supported', 'refuted', 'inconclusive'] as const;
    for (const outcome of outcomes) {
      const words = firstSentence(judged({ H1: outcome, H2b: outcome, H4b: outcome }));
      expect(words.split(`**${outcome}**`)).toHaveLength(4);
      for (const other of outcomes.filter((one) => one !== outcome))
        expect(words).not.toContain(`**${other}**`);
    }
  });

  it('gives the lead by depth and its slope, beside the notebook’s', () => {
    const text = answer(
      ...withVerdicts(
        planted(({ activation, depth, seed }) => {
          return 0.3 + (activation === 'relu' ? 0.1 + 0.01 * depth + [0, 0.002, 0.004][seed - 1]! * depth : 0); // biome-ignore format: one case
        }),
      ),
    );
    expect(text).toContain(
      'by number of blocks: +11.20 with 1, +12.40 with 2, +14.80 with 4, +17.20 with 6, +19.60 with 8; per block its lead ' +
        'changes by +1.20 [+0.70, +1.70], in the notebook, of best epochs, by +4.66.',
    );
  });

  it('says that a scale cannot test the claim where Sigmoid with 1 block is below the mean colours', () => {
    const low = planted(({ activation, seed }) => (activation === 'relu' ? 0.5 : 0.2) + seed / 1000);
    expect(judged({}, low)).toMatch(
      /^`quick` scale cannot test the claim itself, only who learns faster early on: Sigmoid with 1 block ends at 20\.20 %, below a regression on three mean colours \(23\.10 %\)\. By its rules: that ReLU/,
    );
    const high = planted(
      ({ activation, seed }) => (activation === 'relu' ? 0.5 : 0.2312) + (seed - 2) / 10_000,
    );
    expect(judged({}, high)).toMatch(/^At `quick` scale: that ReLU/);
  });

  it('says of what its family left untested that it is', () => {
    const evidence = planted(
      ({ activation, seed }) => (activation === 'relu' ? 0.3 : 0.5) + seed / 1000,
      'paper',
    );
    expect(firstSentence(answer(...withVerdicts(evidence)))).toContain(
      'that its lead grows with depth is **not tested** (H2b)',
    );
  });

  it('says nothing of early learning at `paper` scale, whatever its networks reach', () => {
    const low = planted(({ activation, seed }) => (activation === 'relu' ? 0.5 : 0.2) + seed / 1000, 'paper');
    expect(judged({}, low)).toMatch(
      /^`paper` scale cannot test the claim itself: Sigmoid with 1 block ends at/,
    );
  });

  it('claims nothing at smoke scale', () => {
    expect(of('supported', 'smoke')).toMatch(
      /^`smoke` scale only proves that the pipeline runs; by its rules: /,
    );
    expect(of('supported', 'smoke')).not.toMatch(/\*\*(supported|refuted)\*\*/);
  });

  it.each([
    [
      'supported',
      'supported',
      'is here a matter of evaluation: by recomputed statistics it gains (H4b, H9a, H9b).',
    ],
    ['supported', 'refuted', 'they reach less than shallow ones all the same (H9b refuted).'],
    ['supported', 'inconclusive', 'that they reach more than shallow ones is not decided (H9b).'],
    [
      'refuted',
      'inconclusive',
      'H9a, by which evaluation hides more than 1 point of what deep Sigmoid networks reach, is refuted.',
    ],
    [
      'inconclusive',
      'inconclusive',
      'H9a, by which evaluation hides more than 1 point of what deep Sigmoid networks reach, is not decided.',
    ],
    [
      'inconclusive',
      'refuted',
      'H9a, by which evaluation hides more than 1 point of what deep Sigmoid networks reach, is not decided.',
    ],
  ] as const)('of evaluation, where H9a is %s and H9b %s, says that it %s', (H9a, H9b, words) => {
    const text = judged({ H4b: 'supported', H9a, H9b });
    expect(text.endsWith(words)).toBe(true);
    // Of the made-up accuracies: 0.4 − 0.01 · 8 and 0.41 + 0.01 · 8, with some tenths of a point of noise.
    expect(text).toMatch(
      /Sigmoid with 8 blocks reaches 32\.\d\d % by .*, and 49\.\d\d % by .*, by which it has 42\.\d\d % with 1 block: /,
    );
  });

  // A decline that these networks do not show is no fact about anything.
  it.each(['refuted', 'inconclusive'] as const)('explains no decline where that of Sigmoid is %s', (H4b) => {
    const text = judged({ H4b, H9a: 'supported', H9b: 'supported' });
    expect(text).toMatch(
      /hides part of what deep Sigmoid networks reach, and by recomputed statistics they reach more than shallow ones \(H9a, H9b\)\.$/,
    );
    expect(text).not.toContain('degradation');
  });

  it('is not given without the verdicts that it is made of', () => {
    expect(() => answer(evidenceFor('supported'), [])).toThrow('The report needs a verdict on H1, got none');
  });
});

function withVerdicts(evidence: Evidence): [Evidence, readonly Verdict[]] {
  return [evidence, judgeAll(evidence)];
}

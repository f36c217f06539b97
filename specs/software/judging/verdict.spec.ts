import { describe, expect, it } from 'vitest';
import { comparePaired } from '../../../src/judging/compare-paired.ts';
import { judge, unanimous } from '../../../src/judging/verdict.ts';
import { IncompleteEvidence } from '../../../src/records/evidence.ts';
import { asTheNotebookSays, planted } from '../../support/planted-accuracies.ts';
import { onlyRuns } from '../../support/planted-evidence.ts';
import { hypotheses, scaleNames } from '../../support/this-study.ts';

/** The hypotheses about accuracy, which can be judged by accuracies alone. */
const aboutAccuracy = hypotheses.filter(({ id }) => ['H1', 'H2', 'H3', 'H4'].includes(id));

describe('hypotheses', () => {
  it('have distinct ids and claims, each a full sentence with origin and rule', () => {
    expect(new Set(hypotheses.map(({ id }) => id)).size).toBe(hypotheses.length);
    expect(new Set(hypotheses.map(({ claim }) => claim)).size).toBe(hypotheses.length);
    for (const { claim, origin, rule } of hypotheses) {
      for (const sentence of [claim, origin, rule]) expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('have one gate, H1', () => {
    expect(hypotheses.filter(({ gate }) => gate).map(({ id }) => id)).toEqual(['H1']);
  });
});

describe('judge', () => {
  it.each(aboutAccuracy)(
    'never supports or refutes $id at smoke scale, whatever the numbers',
    (hypothesis) => {
      for (const sign of [1, -1]) {
        const evidence = planted(
          (run) => 0.5 + sign * (asTheNotebookSays(run) - 0.5) + run.seed ** 2 / 1e4,
          'smoke',
        );
        const verdict = judge(hypothesis, evidence);
        expect(verdict.outcome).toBe('inconclusive');
        expect(verdict.reason).toContain('never evidence');
        expect(new Set(verdict.comparisons.map(({ outcome }) => outcome))).toEqual(new Set(['inconclusive']));
      }
    },
  );

  it('withholds at smoke scale an outcome that the same numbers have at the scales that count', () => {
    const [h1] = aboutAccuracy;
    const outcomes = scaleNames.map((scale) => judge(h1!, planted(asTheNotebookSays, scale)).outcome);
    expect(outcomes).toEqual(['inconclusive', 'supported', 'supported']);
  });

  it.each(aboutAccuracy)('concludes nothing of $id when every seed gave the same values', (hypothesis) => {
    const duplicated = planted((run) => asTheNotebookSays({ ...run, seed: 3 }));
    const { outcome } = judge(hypothesis, duplicated);
    // H2 ranks within seeds and cannot see it; every t test must.
    if (hypothesis.id !== 'H2') expect(outcome).toBe('inconclusive');
  });

  it.each(aboutAccuracy)(
    'concludes nothing of $id from networks that always answer the same',
    (hypothesis) => {
      expect(
        judge(
          hypothesis,
          planted(() => 0.1),
        ).outcome,
      ).toBe('inconclusive');
    },
  );

  it.each(aboutAccuracy)('makes no verdict of $id without a run that it needs', (hypothesis) => {
    const evidence = planted(asTheNotebookSays);
    const partial = onlyRuns(evidence, ({ depth, seed }) => !(depth === 8 && seed === 2));
    expect(() => judge(hypothesis, partial)).toThrow(IncompleteEvidence);
    expect(() => judge(hypothesis, { ...evidence, records: [] })).toThrow(IncompleteEvidence);
  });

  it.each(aboutAccuracy)('makes no verdict of $id from a value that is not a number', (hypothesis) => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const broken = planted((run) => (run.depth === 8 && run.seed === 2 ? value : asTheNotebookSays(run)));
      expect(() => judge(hypothesis, broken)).toThrow(IncompleteEvidence);
    }
  });

  it.each(aboutAccuracy)('gives $id the same verdict whatever the order of the records', (hypothesis) => {
    const evidence = planted((run) => asTheNotebookSays(run) + run.seed ** 2 / 1e4);
    const reversed = { ...evidence, records: [...evidence.records].reverse() };
    expect(judge(hypothesis, reversed)).toEqual(judge(hypothesis, evidence));
  });
});

describe('unanimous', () => {
  /** A comparison with this outcome: one of three differences about a margin of 0. */
  const comparison = (label: string, differences: readonly number[]) => ({
    ...comparePaired({
      label,
      unit: 'log',
      arms: ['one', 'other'],
      first: differences,
      second: [0, 0, 0],
      direction: 'above',
      margin: 0,
      boundLevel: 0.05,
      everySeed: false,
    }),
    reason: `of ${label}`,
  });
  const [above, below, near] = [
    comparison('above', [1, 2, 3]),
    comparison('below', [-1, -2, -3]),
    comparison('near', [-1, 0, 2]),
  ];

  it.each([
    [[above, above], 'supported'],
    [[below, below], 'refuted'],
    [[above, below], 'inconclusive'],
    [[above, near], 'inconclusive'],
    [[near, above], 'inconclusive'],
    [[], 'inconclusive'],
  ])('decides where all comparisons do, case %#', (comparisons, outcome) => {
    expect(unanimous(comparisons)).toMatchObject({ outcome, comparisons });
  });

  it('gives the reason of each', () => {
    expect(unanimous([above, near]).reason).toBe(
      'above: supported (of above); near: inconclusive (of near).',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { gateVerdict, hypotheses, judgeAll } from '../../../src/hypotheses/hypotheses.ts';
import { judge, type Verdict } from '../../../src/hypotheses/verdict.ts';
import { IncompleteEvidence } from '../../../src/records/evidence.ts';
import type { Run } from '../../../src/study.ts';
import { onlyRuns } from '../../support/synthetic-evidence.ts';
import { asTheNotebookSays, planted, swapped } from './planted.ts';

const ids = ['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'H7', 'H8'];
const evidence = planted(asTheNotebookSays);

describe('hypotheses', () => {
  it('stand in the order of their numbers', () => expect(hypotheses.map(({ id }) => id)).toEqual(ids));
});

describe('judgeAll', () => {
  it('gives one verdict on each hypothesis, in the study’s order', () => {
    const verdicts = judgeAll(evidence);
    expect(verdicts.map(({ id }) => id)).toEqual(ids);
    expect(verdicts).toEqual(hypotheses.map((hypothesis) => judge(hypothesis, evidence)));
  });

  it('finds planted effects, and their opposites when the arms are swapped', () => {
    // H3 and H4 compare one arm with itself, in which only what grows with depth and seed gives differences a spread.
    const spread = (run: Run) => asTheNotebookSays(run) + (run.depth * run.seed) / 1e4;
    const aboutAccuracy = (accuracyOf: (run: Run) => number) =>
      judgeAll(planted(accuracyOf))
        .slice(0, 4)
        .map(({ outcome }) => outcome);
    expect(aboutAccuracy(spread)).toEqual(['supported', 'supported', 'supported', 'supported']);
    expect(aboutAccuracy(swapped(spread))).toEqual(['refuted', 'refuted', 'refuted', 'refuted']);
  });

  it('withholds every outcome at smoke scale', () => {
    const outcomes = judgeAll(planted(asTheNotebookSays, 'smoke')).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(ids.map(() => 'inconclusive'));
  });

  it('judges nothing of incomplete evidence', () => {
    // Depth 2 is read by H2 alone of the hypotheses about accuracy.
    const partial = onlyRuns(evidence, ({ depth, seed }) => !(depth === 2 && seed === 1));
    expect(() => judgeAll(partial)).toThrow(IncompleteEvidence);
  });
});

describe('gateVerdict', () => {
  const verdict = (id: string): Verdict => ({ id, outcome: 'refuted', comparisons: [], reason: id });

  it('finds the verdict on H1, wherever it stands', () => {
    expect(gateVerdict(['H3', 'H1', 'H8'].map(verdict))).toEqual(verdict('H1'));
  });

  it('finds none where the gate was not judged', () => {
    expect(gateVerdict([])).toBeUndefined();
    expect(gateVerdict([...ids.slice(1), 'H10'].map(verdict))).toBeUndefined();
  });
});

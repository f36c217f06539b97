import { describe, expect, it } from 'vitest';
import { judgeAll } from '../../../src/judging/judge-all.ts';
import { judge, type Verdict } from '../../../src/judging/verdict.ts';
import { IncompleteEvidence } from '../../../src/records/evidence.ts';
import { studies } from '../../../src/studies/studies.ts';
import { asTheNotebookSays, planted, swapped } from '../../support/planted-accuracies.ts';
import { onlyRuns } from '../../support/planted-evidence.ts';
import {
  gateVerdict,
  hypotheses,
  judgeFamilies,
  type Run,
  type ScaleName,
  scaleNames,
  study,
} from '../../support/this-study.ts';

const ids = hypotheses.map(({ id }) => id);
const evidence = planted(asTheNotebookSays);

// What compares depths needs a spread over seeds that grows with depth, and is not shared by the two arms.
const spread = (run: Run) =>
  asTheNotebookSays(run) + (run.depth * run.seed) / (run.activation === 'relu' ? 1e4 : 2e4);

/** By recomputed statistics Sigmoid gains 1 point per block. */
const learning = (run: Run) => 0.5 + run.depth / 100 + (run.depth * run.seed ** 2) / 1e5;

describe.each(studies)('the hypotheses of $name', ({ hypotheses, analysis }) => {
  const named = hypotheses.map(({ id }) => id);

  it('stand in the order of their numbers, each once', () => {
    const numeric = new Intl.Collator('en', { numeric: true }).compare;
    expect(named).toEqual([...new Set(named)].sort(numeric));
  });

  it('are confirmatory in a family that keeps its error level, and exploratory outside', () => {
    const families = [...analysis.sequences.flat(), ...analysis.together];
    const confirmatory = hypotheses.filter(({ status }) => status === 'confirmatory').map(({ id }) => id);
    expect([...families].sort()).toEqual([...confirmatory].sort());
  });
});

describe('hypotheses', () => {
  it('say in their rules which family they are judged in', () => {
    const ruleOf = (id: string) => hypotheses.find((hypothesis) => hypothesis.id === id)!.rule;
    for (const [before, after] of study.analysis.sequences) {
      expect(ruleOf(after)).toContain(`only if ${before} is supported`);
    }
    const [one, other] = study.analysis.together;
    expect(ruleOf(one)).toContain(`Together with ${other} by Holm’s procedure`);
    expect(ruleOf(other)).toContain(`Together with ${one} by Holm’s procedure`);
  });
});

describe('judgeAll', () => {
  it('gives one verdict on each hypothesis, in the study’s order, judged by families', () => {
    const verdicts = judgeAll(evidence);
    expect(verdicts.map(({ id }) => id)).toEqual(ids);
    const alone = hypotheses.map((hypothesis) => judge(hypothesis, evidence));
    expect(verdicts).toEqual(judgeFamilies(alone));
  });

  /** Outcomes of the hypotheses about accuracy. */
  const aboutAccuracy = (accuracyOf: (run: Run) => number, recomputedOf: (run: Run) => number) => {
    const verdicts = judgeAll(planted(accuracyOf, 'quick', recomputedOf));
    const read = ['H1', 'H2', 'H2b', 'H3', 'H4', 'H4b', 'H9a', 'H9b'];
    return Object.fromEntries(read.map((id) => [id, verdicts.find((verdict) => verdict.id === id)!.outcome]));
  };

  it('finds planted effects', () => {
    expect(aboutAccuracy(spread, learning)).toEqual({
      H1: 'supported',
      H2: 'supported',
      H2b: 'supported',
      H3: 'supported',
      H4: 'supported',
      H4b: 'supported',
      H9a: 'supported',
      H9b: 'supported',
    });
  });

  it('finds their opposites when the arms are swapped, and does not test what then comes after', () => {
    // Sigmoid climbs to 74 % now, so that recomputing would make it worse.
    expect(aboutAccuracy(swapped(spread), learning)).toEqual({
      H1: 'refuted',
      H2: 'refuted',
      H2b: 'inconclusive',
      H3: 'refuted',
      H4: 'refuted',
      H4b: 'refuted',
      H9a: 'refuted',
      H9b: 'inconclusive',
    });
  });

  it('does not say of H9b what H9a does not allow', () => {
    const running = (run: Run) => learning(run) - 0.005; // recomputing lifts by half a point, no more
    const { H9a, H9b } = aboutAccuracy((run) => running(run) - run.seed / 1e5, learning);
    expect([H9a, H9b]).toEqual(['refuted', 'inconclusive']);
  });

  it('withholds every outcome at smoke scale', () => {
    const outcomes = judgeAll(planted(asTheNotebookSays, 'smoke', learning)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(ids.map(() => 'inconclusive'));
  });

  it('judges nothing of incomplete evidence', () => {
    // Depth 2 is read by H2 and H2b alone of the hypotheses about accuracy.
    const partial = onlyRuns(evidence, ({ depth, seed }) => !(depth === 2 && seed === 1));
    expect(() => judgeAll(partial)).toThrow(IncompleteEvidence);
  });

  it.each(scaleNames.filter((scale) => study.scales[scale].evidence))(
    'makes no verdict at %s scale before all 30 records are there',
    (scale: ScaleName) => {
      const whole = planted(asTheNotebookSays, scale);
      for (const { run } of whole.records) {
        const name = JSON.stringify(run);
        const partial = onlyRuns(whole, (other) => JSON.stringify(other) !== name);
        expect(() => judgeAll(partial), name).toThrow(IncompleteEvidence);
      }
    },
  );
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

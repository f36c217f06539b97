import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison, Outcome, Verdict } from '../../../src/judging/verdict.ts';
import { hypotheses, judgeFamilies, study } from '../../support/this-study.ts';

const { alpha } = study.analysis;
const outcomes = ['supported', 'refuted', 'inconclusive'] as const;
const ids = hypotheses.map(({ id }) => id);

/** A verdict as if it were alone, with a comparison for each p. */
function alone(id: string, outcome: Outcome, ...ps: readonly (number | undefined)[]): Verdict {
  const comparisons = ps.map(
    (p): Comparison => ({
      label: id,
      outcome,
      effect: 1,
      unit: 'points',
      bounds: undefined,
      p,
      n: 3,
      bySeed: { firstSeed: 1, columns: [], rows: [] },
      reason: 'a reason',
    }),
  );
  return { id, outcome, comparisons, reason: `${id} alone.` };
}

/** Verdicts on the whole study, all supported beyond doubt but for those given. */
function studyWith(...others: readonly Verdict[]): Verdict[] {
  return ids.map((id) => others.find((other) => other.id === id) ?? alone(id, 'supported', 0));
}

const outcomeOf = (verdicts: readonly Verdict[], id: string) =>
  verdicts.find((verdict) => verdict.id === id)?.outcome;

type Judge = (verdicts: readonly Verdict[]) => readonly Verdict[];

/** How the rule decides, written out without the code under test: by the closure principle for the pair. */
function expected(verdicts: readonly Verdict[], id: string): Outcome {
  const { outcome, comparisons } = verdicts.find((verdict) => verdict.id === id)!;
  const supported = (other: string) => outcomeOf(verdicts, other) === 'supported';
  if (id === 'H2b') return supported('H1') ? outcome : 'inconclusive';
  if (id === 'H9b') return supported('H9a') ? outcome : 'inconclusive';
  if ((id !== 'H4b' && id !== 'H7b') || outcome !== 'supported') return outcome;
  const p = comparisons[0]!.p!;
  const other = verdicts.find((verdict) => verdict.id === (id === 'H4b' ? 'H7b' : 'H4b'))!.comparisons[0]!.p!;
  return p <= alpha && Math.min(p, other) <= alpha / 2 ? 'supported' : 'inconclusive';
}

// p of one of the pair, with the outcome that goes with it.
const ps = [0, 0.01, 0.025, 0.0251, 0.04, 0.05, 0.0501, 0.5, 0.99];
const oneOfPair = (id: string, p: number) =>
  alone(id, p <= alpha ? 'supported' : p > 0.95 ? 'refuted' : 'inconclusive', p);

const plantedStudies = [
  ...ps.flatMap((p) => ps.map((q) => studyWith(oneOfPair('H4b', p), oneOfPair('H7b', q)))),
  ...(
    [
      ['H1', 'H2b'],
      ['H9a', 'H9b'],
    ] as const
  ).flatMap(([before, after]) =>
    outcomes.flatMap((one) =>
      outcomes.map((two) => studyWith(alone(before, one, 0.5), alone(after, two, 0.5))),
    ),
  ),
];

/** Whether families are judged as they should be, on every planted study and hypothesis. */
function isRule(judge: Judge): boolean {
  return plantedStudies.every((verdicts) => {
    const judged = judge(verdicts);
    return ids.every((id) => outcomeOf(judged, id) === expected(verdicts, id));
  });
}

describe('judgeFamilies', () => {
  it('judges every planted study as the rule says', () => expect(isRule(judgeFamilies)).toBe(true));

  it.each([
    ['H1', 'H2b', 'refuted'],
    ['H1', 'H2b', 'inconclusive'],
    ['H9a', 'H9b', 'refuted'],
    ['H9a', 'H9b', 'inconclusive'],
  ] as const)('does not test what comes after: %s before %s, %s', (before, after, outcome) => {
    for (const each of outcomes) {
      const judged = judgeFamilies(studyWith(alone(before, outcome, 0.5), alone(after, each, 0.001)));
      expect(judged.find(({ id }) => id === after)).toEqual({
        ...alone(after, each, 0.001),
        outcome: 'inconclusive',
        reason: `Not tested: ${before} comes first and is not supported. Alone: ${each}. ${after} alone.`,
      });
      expect(outcomeOf(judged, before)).toBe(outcome);
    }
  });

  it('does not test what comes after a hypothesis that was not judged', () => {
    const verdicts = studyWith().filter(({ id }) => id !== 'H1');
    expect(outcomeOf(judgeFamilies(verdicts), 'H2b')).toBe('inconclusive');
    expect(outcomeOf(judgeFamilies(verdicts), 'H9b')).toBe('supported');
  });

  it('never takes back the first of a sequence, whatever comes after', () => {
    for (const outcome of outcomes) {
      const judged = judgeFamilies(studyWith(alone('H2b', outcome, 0.9), alone('H9b', outcome, 0.9)));
      expect([outcomeOf(judged, 'H1'), outcomeOf(judged, 'H9a')]).toEqual(['supported', 'supported']);
    }
  });

  it('takes back by Holm’s procedure what is supported alone, and says by what p', () => {
    const judged = judgeFamilies(studyWith(alone('H4b', 'supported', 0.03), alone('H7b', 'supported', 0.04)));
    expect(judged.find(({ id }) => id === 'H4b')).toEqual({
      ...alone('H4b', 'supported', 0.03),
      outcome: 'inconclusive',
      reason: 'By Holm’s procedure its p is 0.0600, above 0.05. Alone: supported. H4b alone.',
    });
    expect(outcomeOf(judged, 'H7b')).toBe('inconclusive');
  });

  it('lets the second of the pair pass at the whole level once the first has passed at half of it', () => {
    const judged = judgeFamilies(
      studyWith(alone('H4b', 'supported', 0.05), alone('H7b', 'supported', 0.025)),
    );
    expect([outcomeOf(judged, 'H4b'), outcomeOf(judged, 'H7b')]).toEqual(['supported', 'supported']);
  });

  it('holds one of the pair to half the level where the other fails, is refuted, or has no p', () => {
    for (const other of [
      alone('H7b', 'inconclusive', 0.2),
      alone('H7b', 'refuted', 0.999),
      alone('H7b', 'inconclusive', undefined),
    ]) {
      const outcomeAt = (p: number) =>
        outcomeOf(judgeFamilies(studyWith(alone('H4b', 'supported', p), other)), 'H4b');
      expect([outcomeAt(0.025), outcomeAt(0.026)]).toEqual(['supported', 'inconclusive']);
    }
    const without = studyWith(alone('H4b', 'supported', 0.026)).filter(({ id }) => id !== 'H7b');
    expect(outcomeOf(judgeFamilies(without), 'H4b')).toBe('inconclusive');
  });

  it('takes the largest p of several comparisons', () => {
    const judged = judgeFamilies(
      studyWith(alone('H4b', 'supported', 0.001, 0.03), alone('H7b', 'supported', 0.04)),
    );
    expect(outcomeOf(judged, 'H4b')).toBe('inconclusive');
  });

  it('leaves refuted what is refuted alone', () => {
    const judged = judgeFamilies(studyWith(alone('H4b', 'refuted', 0.99), alone('H7b', 'refuted', 0.99)));
    expect([outcomeOf(judged, 'H4b'), outcomeOf(judged, 'H7b')]).toEqual(['refuted', 'refuted']);
  });

  it('leaves every exploratory hypothesis as it is, and every comparison', () => {
    const confirmatory = new Set(
      hypotheses.filter(({ status }) => status === 'confirmatory').map(({ id }) => id),
    );
    for (const outcome of outcomes) {
      const verdicts = ids.map((id) => alone(id, outcome, 0.04));
      const judged = judgeFamilies(verdicts);
      for (const [index, verdict] of judged.entries()) {
        expect(verdict.comparisons).toBe(verdicts[index]!.comparisons);
        if (!confirmatory.has(verdict.id)) expect(verdict).toBe(verdicts[index]);
      }
    }
  });

  it('only ever takes back, keeps the order, and has no more to take back the second time', () => {
    const verdict = (id: string) =>
      fc
        .tuple(fc.constantFrom(...outcomes), fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([outcome, p]) => alone(id, outcome, p));
    fc.assert(
      fc.property(fc.tuple(...ids.map(verdict)), (verdicts) => {
        const judged = judgeFamilies(verdicts);
        expect(judged.map(({ id }) => id)).toEqual(ids);
        for (const [index, { outcome }] of judged.entries()) {
          expect([verdicts[index]!.outcome, 'inconclusive']).toContain(outcome);
        }
        expect(judgeFamilies(judged).map(({ outcome }) => outcome)).toEqual(
          judged.map(({ outcome }) => outcome),
        );
      }),
    );
  });

  it('the planted studies notice other rules', () => {
    /** The rule, but for these hypotheses, whose outcome is given by the verdicts as they are alone. */
    const but =
      (
        only: readonly string[],
        outcomeAlone: (verdict: Verdict, all: readonly Verdict[]) => Outcome,
      ): Judge =>
      (verdicts) =>
        judgeFamilies(verdicts).map((judged, index) => {
          const verdict = verdicts[index]!;
          return only.includes(judged.id) ? { ...judged, outcome: outcomeAlone(verdict, verdicts) } : judged;
        });
    const p = ({ comparisons }: Verdict) => comparisons[0]!.p!;
    const wrong: Readonly<Record<string, Judge>> = {
      'none at all': (verdicts) => verdicts,
      'H2b tested after a failure': but(['H2b'], ({ outcome }) => outcome),
      'H9b tested after a failure': but(['H9b'], ({ outcome }) => outcome),
      'refutations kept after a failure': but(['H2b'], (verdict, all) =>
        verdict.outcome === 'refuted' ? 'refuted' : expected(all, 'H2b'),
      ),
      'one long sequence': but(['H9a'], ({ outcome }, all) =>
        outcomeOf(all, 'H1') === 'supported' ? outcome : 'inconclusive',
      ),
      'the sequence the other way round': but(['H1'], ({ outcome }, all) =>
        outcomeOf(all, 'H2b') === 'supported' ? outcome : 'inconclusive',
      ),
      'no correction of the pair': but(['H4b', 'H7b'], ({ outcome }) => outcome),
      Bonferroni: but(['H4b', 'H7b'], (verdict) =>
        verdict.outcome === 'supported' && 2 * p(verdict) > alpha ? 'inconclusive' : verdict.outcome,
      ),
      'a sequence for the pair': but(['H7b'], ({ outcome }, all) =>
        outcomeOf(all, 'H4b') === 'supported' ? outcome : 'inconclusive',
      ),
      'refuted taken back': but(['H4b', 'H7b'], (verdict, all) =>
        verdict.outcome === 'refuted' ? 'inconclusive' : expected(all, verdict.id),
      ),
      'an exploratory one in the family': but(['H4'], ({ outcome }, all) =>
        outcomeOf(all, 'H1') === 'supported' ? outcome : 'inconclusive',
      ),
    };
    for (const [name, judge] of Object.entries(wrong)) expect([name, isRule(judge)]).toEqual([name, false]);
  });
});

describe('study.analysis', () => {
  it('puts every confirmatory hypothesis in exactly one family, and no exploratory one', () => {
    const { sequences, together } = study.analysis;
    const members = [...sequences.flat(), ...together];
    const confirmatory = hypotheses.filter(({ status }) => status === 'confirmatory').map(({ id }) => id);
    expect([...members].sort()).toEqual([...confirmatory].sort());
    expect(new Set(members).size).toBe(members.length);
  });
});

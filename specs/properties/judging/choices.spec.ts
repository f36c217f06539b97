/** Rules that can be given other choices than the registered ones: what must hold however they are moved. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choices, Hypothesis } from '../../../src/judging/hypothesis.ts';
import { bestAccuracy, finalAccuracy, recomputedAccuracy } from '../../../src/records/evidence.ts';
import { registeredChoices } from '../../../src/studies/relu-versus-sigmoid/choices.ts';
import { planted } from '../../support/planted-accuracies.ts';
import { hypotheses, type Run, runsOf } from '../../support/this-study.ts';

const movable = hypotheses.filter((hypothesis) => hypothesis.movable);
const rules = fc.constantFrom(...movable);

/** Evidence with any accuracies whatever, under either evaluation. */
const evidences = fc
  .array(fc.tuple(accuracy(), accuracy()), { minLength: 30, maxLength: 30 })
  .map((drawn) => {
    const runs = runsOf('quick');
    const of = (evaluation: 0 | 1) => (run: Run) =>
      drawn[runs.findIndex((each) => JSON.stringify(each) === JSON.stringify(run))]![evaluation];
    return planted(of(0), 'quick', of(1));
  });

function accuracy() {
  return fc.integer({ min: 400, max: 3999 }).map((right) => right / 4000);
}

const choices: fc.Arbitrary<Choices> = fc.record({
  alpha: fc.double({ min: 0.001, max: 0.4, noNaN: true }),
  extraPoints: fc.double({ min: 0, max: 20, noNaN: true }),
  read: fc.constantFrom(undefined, finalAccuracy, recomputedAccuracy, bestAccuracy),
  seeds: fc.subarray([...registeredChoices.seeds], { minLength: 2 }),
});

const outcome = (hypothesis: Hypothesis, ...given: Parameters<Hypothesis['judge']>) =>
  hypothesis.judge(...given).outcome;

describe('a rule that can be moved', () => {
  it('is one of six', () => {
    expect(movable.map(({ id }) => id)).toEqual(['H1', 'H2b', 'H3', 'H4b', 'H9a', 'H9b']);
  });

  it('gives its registered verdict where nothing is moved', () => {
    fc.assert(
      fc.property(rules, evidences, (hypothesis, evidence) => {
        expect(hypothesis.judge(evidence, registeredChoices)).toEqual(hypothesis.judge(evidence));
      }),
    );
  });

  it('never supports with more asked of it what it did not support with less', () => {
    fc.assert(
      fc.property(
        rules,
        evidences,
        choices,
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (hypothesis, evidence, given, points, share) => {
          const harder = {
            ...given,
            extraPoints: given.extraPoints + points,
            alpha: given.alpha * share,
          };
          if (outcome(hypothesis, evidence, harder) === 'supported') {
            expect(outcome(hypothesis, evidence, given)).toBe('supported');
          }
        },
      ),
    );
  });

  it('never refutes at a stricter level what it did not refute at a laxer one', () => {
    fc.assert(
      fc.property(
        rules.filter(({ id }) => id !== 'H1'), // it stops at the first depth that fails: a stricter level may stop it earlier
        evidences,
        choices,
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (hypothesis, evidence, given, share) => {
          const stricter = { ...given, alpha: given.alpha * share };
          if (outcome(hypothesis, evidence, stricter) === 'refuted') {
            expect(outcome(hypothesis, evidence, given)).toBe('refuted');
          }
        },
      ),
    );
  });

  it('looks at no seed that was not chosen', () => {
    fc.assert(
      fc.property(rules, evidences, evidences, (hypothesis, one, other) => {
        const given = { ...registeredChoices, seeds: [0, 2] };
        const mixed = {
          ...one,
          records: one.records.map((record, index) =>
            record.run.seed === 2 ? other.records[index]! : record,
          ),
        };
        expect(hypothesis.judge(mixed, given)).toEqual(hypothesis.judge(one, given));
      }),
    );
  });

  const deep = (activation: string, wish: number) => (run: Run) =>
    run.activation === activation && run.depth === 8 ? wish : 0;
  /** Which accuracies a claim is about and which way it wants them: those by running statistics, if nothing is said. */
  const wanted: Readonly<Record<string, { of: (run: Run) => number; recomputed?: true }>> = {
    H1: { of: ({ activation }) => (activation === 'relu' ? 1 : 0) },
    H2b: { of: ({ activation, depth }) => (activation === 'relu' ? depth : 0) },
    H3: { of: deep('relu', 1) },
    H4b: { of: deep('sigmoid', -1) },
    H9a: { of: deep('sigmoid', 1), recomputed: true },
    H9b: { of: deep('sigmoid', 1), recomputed: true },
  };

  it.each(movable)('$id asks for the extra points in the direction of its claim', ({ id, judge }) => {
    const { of, recomputed } = wanted[id]!;
    const running = (run: Run) => 0.3 + (run.depth * run.seed ** 2) / (run.activation === 'relu' ? 1e3 : 3e3);
    const recomputedOf = (run: Run) => running(run) + run.seed / 100;
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (extraPoints) => {
        const less = (accuracyOf: (run: Run) => number) => (run: Run) =>
          accuracyOf(run) - (of(run) * extraPoints) / 100;
        const shifted = recomputed
          ? planted(running, 'quick', less(recomputedOf))
          : planted(less(running), 'quick', recomputedOf);
        const asked = judge(planted(running, 'quick', recomputedOf), { ...registeredChoices, extraPoints });
        expect(asked.comparisons[0]!.p).toBeCloseTo(judge(shifted).comparisons[0]!.p!, 9);
      }),
    );
  });

  it('names seeds as they are numbered', () => {
    const [first] = movable;
    const verdict = first!.judge(
      planted((run) => (run.activation === 'relu' ? 0.5 + run.seed / 100 : 0.3)),
      { ...registeredChoices, seeds: [1, 2] },
    );
    expect(verdict.comparisons[0]!.n).toBe(2);
    expect(verdict.comparisons[0]!.bySeed.rows.map(([relu]) => Math.round(relu!))).toEqual([52, 53]);
  });
});

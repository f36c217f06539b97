import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEquivalence, type EquivalenceRule } from '../../../src/judging/compare-equivalence.ts';
import type { Comparison, Outcome } from '../../../src/judging/verdict.ts';
import { pairedT } from '../../../src/statistics/paired-t.ts';
import { standardDeviation } from '../../../src/statistics/variance.ts';

const rule: Omit<EquivalenceRule, 'first' | 'second'> = {
  label: 'test',
  arms: ['one', 'other'],
  unit: 'log',
  margin: 0.1,
  level: 0.05,
  firstSeed: 31,
};

/** Compares differences with nothing. */
function compare(differences: readonly number[], changed: Partial<EquivalenceRule> = {}): Comparison {
  return compareEquivalence({ ...rule, first: differences, second: differences.map(() => 0), ...changed });
}

const value = fc.integer({ min: -200, max: 200 }).map((thousandths) => thousandths / 1000);
const pairs = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 12 });
const arms = (sample: readonly (readonly [number, number])[]) => ({
  first: sample.map(([one]) => one),
  second: sample.map(([, other]) => other),
});

/** t(.95, 2) / √3: how far a one-sided 95 % bound of three differences reaches, in standard deviations. SciPy’s t. */
const REACH = 2.919985580353726 / Math.sqrt(3);

/** Three differences with this mean and standard deviation. */
const three = (mean: number, deviation: number) => [mean - deviation, mean, mean + deviation];

/** Means of three differences with sd .01, and what they come to within ±.1: by hand, bounds at mean ± .016859. */
const examples: readonly (readonly [mean: number, outcome: Outcome])[] = [
  [0, 'supported'],
  [0.08, 'supported'],
  [-0.08, 'supported'],
  [0.085, 'inconclusive'],
  [-0.085, 'inconclusive'],
  [0.11, 'inconclusive'],
  [-0.11, 'inconclusive'],
  [0.12, 'refuted'],
  [-0.12, 'refuted'],
  [0.5, 'refuted'],
  [-0.5, 'refuted'],
];

/** Whether a comparison judges the examples as they should be. */
function isEquivalence(judge: (differences: readonly number[]) => Outcome): boolean {
  return examples.every(([mean, outcome]) => judge(three(mean, 0.01)) === outcome);
}

describe('compareEquivalence', () => {
  it.each(examples)('of differences %d ± 0.01 is %s within ±0.1', (mean, outcome) => {
    const comparison = compare(three(mean, 0.01));
    expect(comparison).toMatchObject({ outcome, unit: 'log', n: 3, label: 'test' });
    expect(comparison.effect).toBeCloseTo(mean, 12);
    expect(comparison.bounds![0]).toBeCloseTo(mean - 0.01 * REACH, 9);
    expect(comparison.bounds![1]).toBeCloseTo(mean + 0.01 * REACH, 9);
  });

  // With 2 degrees of freedom P(T > t) = (1 − t / √(2 + t²)) / 2; the test of the nearer margin has the larger p.
  it('gives the larger p of its two tests, the one of the nearer margin', () => {
    for (const mean of [0.08, -0.08]) {
      const t = ((0.1 - 0.08) / 0.01) * Math.sqrt(3);
      const { p, reason } = compare(three(mean, 0.01));
      expect(p).toBeCloseTo((1 - t / Math.sqrt(2 + t ** 2)) / 2, 12);
      expect(reason).toBe('the larger of the two tests has p = 0.0371, for a margin of ±0.1000');
    }
    expect(compare(three(0.1, 0.01)).p).toBeCloseTo(0.5, 12);
    expect(compare(three(0.12, 0.01)).p).toBeGreaterThan(0.5);
  });

  it('lists both arms and their difference, with the seeds that they are of', () => {
    const { bySeed } = compareEquivalence({ ...rule, first: [0.3, 0.5], second: [0.25, 0.25] });
    expect(bySeed.firstSeed).toBe(31);
    expect(bySeed.columns).toEqual(['one', 'other', 'difference']);
    expect(bySeed.rows[0]!.map((cell) => cell.toFixed(12))).toEqual([
      '0.300000000000',
      '0.250000000000',
      '0.050000000000',
    ]);
    expect(bySeed.rows[1]).toEqual([0.5, 0.25, 0.25]);
  });

  it('is decided by the 90 % interval: supported iff inside the margins, refuted iff beyond one', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 150 }), (sample, thousandths) => {
        const margin = thousandths / 1000;
        const test = pairedT(arms(sample).first, arms(sample).second, { alpha: 0.1 });
        const { outcome, p } = compareEquivalence({ ...rule, ...arms(sample), margin });
        if (test.kind === 'zero-variance') return expect(outcome).toBe('inconclusive');
        const [low, high] = test.interval;
        // Within rounding of a margin either side is right.
        fc.pre([low, high].every((bound) => Math.abs(Math.abs(bound) - margin) > 1e-9));
        expect(outcome === 'supported').toBe(low > -margin && high < margin);
        expect(outcome === 'refuted').toBe(low > margin || high < -margin);
        expect(outcome === 'supported').toBe(p! < 0.05);
      }),
    );
  });

  it('says the same of exchanged arms, with effect and bounds turned round', () => {
    fc.assert(
      fc.property(pairs, (sample) => {
        const { first, second } = arms(sample);
        const one = compareEquivalence({ ...rule, first, second });
        const other = compareEquivalence({ ...rule, first: second, second: first });
        expect([other.outcome, other.p, other.n]).toEqual([one.outcome, one.p, one.n]);
        expect(other.effect).toBeCloseTo(-one.effect, 12);
        if (!one.bounds) return expect(other.bounds).toBeUndefined();
        expect(other.bounds![0]).toBeCloseTo(-one.bounds[1], 12);
        expect(other.bounds![1]).toBeCloseTo(-one.bounds[0], 12);
      }),
    );
  });

  it('never loses support by a wider margin, nor gains it by a stricter level', () => {
    fc.assert(
      fc.property(pairs, (sample) => {
        const holds = (changed: Partial<EquivalenceRule>) =>
          compareEquivalence({ ...rule, ...arms(sample), ...changed }).outcome === 'supported';
        if (holds({})) expect(holds({ margin: 0.2 })).toBe(true);
        if (holds({ level: 0.01 })) expect(holds({})).toBe(true);
      }),
    );
  });

  it('decides nothing where a bound lies exactly on a margin', () => {
    const differences = three(0.05, 0.01);
    const [low, high] = compare(differences).bounds!;
    for (const margin of [low, high]) expect(compare(differences, { margin }).outcome).toBe('inconclusive');
    expect(compare(differences, { margin: high + 1e-9 }).outcome).toBe('supported');
    expect(compare(differences, { margin: low - 1e-9 }).outcome).toBe('refuted');
  });

  it('decides nothing where all seeds differ by the same, and says so', () => {
    expect(compare([0.01, 0.01, 0.01])).toMatchObject({
      outcome: 'inconclusive',
      bounds: undefined,
      p: undefined,
      reason:
        'all seeds gave the same difference, so there is no spread to judge by: are the seeds distinct?',
    });
  });

  it('takes ignorance for no evidence: no difference on average, known badly, is inconclusive', () => {
    expect(compare(three(0, 0.2)).outcome).toBe('inconclusive');
  });

  it('concludes nothing from differences that are all equal, even all 0: a seed was ignored', () => {
    fc.assert(
      fc.property(value, value, fc.integer({ min: 2, max: 10 }), (one, other, n) => {
        const [first, second] = [new Array(n).fill(one), new Array(n).fill(other)];
        const { outcome, bounds, p, reason, effect } = compareEquivalence({ ...rule, first, second });
        expect([outcome, bounds, p]).toEqual(['inconclusive', undefined, undefined]);
        expect(effect).toBeCloseTo(one - other, 12);
        expect(reason).toContain('are the seeds distinct?');
      }),
    );
  });

  it('the examples notice other rules', () => {
    const interval = (differences: readonly number[], alpha: number) => {
      const zeros = differences.map(() => 0);
      const test = pairedT(differences, zeros, { alpha });
      return test.kind === 'estimate' ? test.interval : ([Number.NaN, Number.NaN] as const);
    };
    const within =
      (alpha: number, margins: readonly [number, number], refutes = true) =>
      (differences: readonly number[]): Outcome => {
        const [low, high] = interval(differences, alpha);
        if (low > margins[0] && high < margins[1]) return 'supported';
        return refutes && (low > margins[1] || high < margins[0]) ? 'refuted' : 'inconclusive';
      };
    expect(isEquivalence((differences) => compare(differences).outcome)).toBe(true);
    expect(isEquivalence(within(0.1, [-0.1, 0.1]))).toBe(true);
    expect(isEquivalence(within(0.05, [-0.1, 0.1]))).toBe(false); // a 95 % interval
    expect(isEquivalence(within(0.2, [-0.1, 0.1]))).toBe(false); // an 80 % interval
    expect(isEquivalence(within(0.1, [Number.NEGATIVE_INFINITY, 0.1]))).toBe(false); // one side alone
    expect(isEquivalence(within(0.1, [-0.1, Number.POSITIVE_INFINITY]))).toBe(false);
    expect(isEquivalence(within(0.1, [-0.1, 0.1], false))).toBe(false); // never refuted
    // No significant difference taken for none.
    expect(
      isEquivalence((d) => (Math.abs(d[1]!) < REACH * standardDeviation(d) ? 'supported' : 'refuted')),
    ).toBe(false);
  });
});

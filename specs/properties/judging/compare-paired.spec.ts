import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePaired, type PairedRule } from '../../../src/judging/compare-paired.ts';

const above: Omit<PairedRule, 'first' | 'second'> = {
  label: 'test',
  arms: ['one', 'other'],
  unit: 'points',
  direction: 'above',
  margin: 0,
  boundLevel: 0.05,
  everySeed: false,
};
const below = { ...above, direction: 'below' } as const;
const zeros = (n: number) => new Array<number>(n).fill(0);

/** Compares differences (fractions) with nothing. */
function compare(differences: readonly number[], rule: Partial<PairedRule> = {}) {
  return comparePaired({ ...above, first: differences, second: zeros(differences.length), ...rule });
}

const accuracy = fc.integer({ min: 0, max: 5000 }).map((right) => right / 5000);
const pairs = fc.array(fc.tuple(accuracy, accuracy), { minLength: 2, maxLength: 12 });

describe('comparePaired', () => {
  it('gives effect and bounds in percentage points, not in fractions', () => {
    // By hand: mean 20 points, sd 1, t(.95, 2) = 2.919986, so 20 ± 2.919986 / √3.
    const comparison = compare([0.19, 0.2, 0.21]);
    expect(comparison).toMatchObject({ outcome: 'supported', unit: 'points', n: 3 });
    expect(comparison.effect).toBeCloseTo(20, 9);
    expect(comparison.bounds![0]).toBeCloseTo(18.314146, 5);
    expect(comparison.bounds![1]).toBeCloseTo(21.685854, 5);
  });

  it('takes logarithms as they are', () => {
    const comparison = compare([0.19, 0.2, 0.21], { unit: 'log' });
    expect(comparison.effect).toBeCloseTo(0.2, 12);
    expect(comparison).toMatchObject({ unit: 'log', outcome: 'supported' });
    expect(compare([0.19, 0.2, 0.21], { unit: 'log', margin: 0.3 }).outcome).toBe('refuted');
  });

  it('is supported above the margin, refuted below it, inconclusive between', () => {
    expect(compare([0.19, 0.2, 0.21]).outcome).toBe('supported');
    expect(compare([-0.19, -0.2, -0.21]).outcome).toBe('refuted');
    expect(compare([0.2, -0.2, 0.01]).outcome).toBe('inconclusive');
  });

  it('turns round for claims of less, with effect and bounds still first − second', () => {
    const comparison = compare([-0.19, -0.2, -0.21], below);
    expect(comparison.outcome).toBe('supported');
    expect(comparison.effect).toBeCloseTo(-20, 9);
    expect(comparison.bounds![0]).toBeCloseTo(-21.685854, 5);
    expect(comparison.bounds![1]).toBeCloseTo(-18.314146, 5);
    expect(compare([0.19, 0.2, 0.21], below).outcome).toBe('refuted');
  });

  it('measures both directions from the margin', () => {
    const small = [0.003, 0.004, 0.005]; // 0.4 points
    expect(compare(small, { ...below, margin: 1 }).outcome).toBe('supported');
    expect(compare(small, { ...below, margin: 0 }).outcome).toBe('refuted');
    expect(compare(small, { ...above, margin: 1 }).outcome).toBe('refuted');
    expect(compare(small, { ...above, margin: -1 }).outcome).toBe('supported');
  });

  it('does not support a claim whose bound lies exactly on the margin', () => {
    const { bounds } = compare([0.19, 0.2, 0.21]);
    const [low, high] = bounds!;
    expect(compare([0.19, 0.2, 0.21], { margin: low }).outcome).toBe('inconclusive');
    expect(compare([0.19, 0.2, 0.21], { margin: low - 1e-9 }).outcome).toBe('supported');
    expect(compare([0.19, 0.2, 0.21], { margin: high }).outcome).toBe('inconclusive');
    expect(compare([0.19, 0.2, 0.21], { margin: high + 1e-9 }).outcome).toBe('refuted');
  });

  it('lets one seed on the wrong side block support where every seed must agree, and only there', () => {
    const differences = [-0.001, ...new Array(9).fill(0.2)].map((value, seed) => value + seed / 1e4);
    expect(compare(differences).outcome).toBe('supported');
    const strict = compare(differences, { everySeed: true });
    expect(strict.outcome).toBe('inconclusive');
    expect(strict.reason).toContain("9 of 10 seeds on the claim's side");
  });

  it('counts a seed that lies on the margin against the claim', () => {
    const differences = [0, ...new Array(9).fill(0.2)].map((value, seed) => value + (seed * value) / 100);
    expect(compare(differences, { everySeed: true }).outcome).toBe('inconclusive');
  });

  it('cannot be supported with three seeds of which one is against it, asked for or not', () => {
    // With a value ≤ 0 among n, t is n − 1 at most (the others being equal): 2 of three, where 5 % takes 2.92.
    const against = fc.tuple(
      fc.double({ min: -1, max: 0, noNaN: true }),
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 1000 }),
    );
    fc.assert(
      fc.property(against, fc.constantFrom(0.05, 0.025), ([low, one, other], boundLevel) => {
        for (const differences of [
          [low, one / 1000, other / 1000],
          [0, one / 1000, (one + 1) / 1000],
        ]) {
          expect(compare(differences, { boundLevel }).outcome).not.toBe('supported');
        }
      }),
      { numRuns: 50 },
    );
  });

  it('says opposite things of swapped arms and of opposite claims', () => {
    const opposite = { supported: 'refuted', refuted: 'supported', inconclusive: 'inconclusive' } as const;
    fc.assert(
      fc.property(pairs, (sample) => {
        const [first, second] = [sample.map(([value]) => value), sample.map(([, value]) => value)];
        const { outcome, effect } = comparePaired({ ...above, first, second });
        const swapped = comparePaired({ ...above, first: second, second: first });
        expect(swapped.outcome).toBe(opposite[outcome]);
        expect(swapped.effect).toBeCloseTo(-effect, 9);
        expect(comparePaired({ ...below, first: second, second: first }).outcome).toBe(outcome);
      }),
      { numRuns: 20 }, // working out how many seeds would decide is slow
    );
  });

  it('never supports or refutes what an outcome’s own bounds do not show', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: -300, max: 300 }), (sample, hundredths) => {
        const marginPoints = hundredths / 100;
        const [first, second] = [sample.map(([value]) => value), sample.map(([, value]) => value)];
        const { outcome, bounds, effect } = comparePaired({ ...above, first, second, margin: marginPoints });
        if (outcome === 'supported') expect(bounds![0]).toBeGreaterThan(marginPoints);
        if (outcome === 'refuted') expect(bounds![1]).toBeLessThan(marginPoints);
        if (bounds) {
          expect(bounds[0]).toBeLessThanOrEqual(effect);
          expect(bounds[1]).toBeGreaterThanOrEqual(effect);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('concludes nothing from differences that are all equal, however large: a seed was ignored', () => {
    fc.assert(
      fc.property(accuracy, accuracy, fc.integer({ min: 2, max: 10 }), (relu, sigmoid, n) => {
        const [first, second] = [new Array(n).fill(relu), new Array(n).fill(sigmoid)];
        for (const rule of [above, below]) {
          const { outcome, bounds, p, reason } = comparePaired({ ...rule, first, second, everySeed: true });
          expect([outcome, bounds, p]).toEqual(['inconclusive', undefined, undefined]);
          expect(reason).toContain('are the seeds distinct?');
        }
      }),
    );
  });

  it('does not mistake rounding for spread when differences are equal', () => {
    const first = [0.71, 0.57, 0.29];
    const second = first.map((value) => value - 0.1); // equal but for rounding
    expect(comparePaired({ ...above, first, second }).outcome).toBe('inconclusive');
  });

  it('says how many seeds would decide, only when nothing is decided', () => {
    expect(compare([0.2, -0.02, 0.01]).reason).toMatch(/about \d+ seeds would support it at 80 % power/);
    expect(compare([-0.2, 0.02, -0.01]).reason).toContain(
      'no number of seeds up to 1000 is likely to support it',
    );
    expect(compare([0.19, 0.2, 0.21]).reason).not.toContain('would support it');
  });

  it('counts the seeds needed by the distance from the margin', () => {
    // 3 points, sd 1, margin 2: an effect of one sd, for which 8 pairs have 81.5 % power, 7 have 75 % (SciPy’s nct).
    const reason = 'about 8 seeds would support it at 80 % power';
    expect(compare([0.02, 0.03, 0.04], { margin: 2 }).reason).toContain(reason);
    expect(compare([-0.02, -0.03, -0.04], { ...below, margin: -2 }).reason).toContain(reason);
  });
});

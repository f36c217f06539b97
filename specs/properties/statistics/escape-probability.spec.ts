import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { stream } from '../../../src/random.ts';
import { escapeProbability, sampleNeeded } from '../../../src/statistics/escape-probability.ts';

describe('escapeProbability', () => {
  it.each([
    [10, 3, 0, 1],
    [10, 0, 10, 1],
    [10, 3, 8, 0], // only 7 are whole
    [4, 1, 2, 1 / 2],
    [5, 2, 2, 3 / 10], // C(3, 2) / C(5, 2)
  ])('of %i items, %i altered, %i drawn: %f', (total, altered, drawn, chance) => {
    expect(escapeProbability(total, altered, drawn)).toBeCloseTo(chance, 14);
  });

  it('is what drawing gives', () => {
    const random = stream(1, 'escape');
    let escaped = 0;
    for (let round = 0; round < 20_000; round++) {
      const items = Array.from({ length: 12 }, (_, index) => ({ altered: index < 2, key: random() }));
      const drawn = items.sort((a, b) => a.key - b.key).slice(0, 4);
      if (drawn.every(({ altered }) => !altered)) escaped += 1;
    }
    // 0.4242, standard error 0.0035: five of them, so this fails once in a million seeds.
    expect(Math.abs(escaped / 20_000 - escapeProbability(12, 2, 4))).toBeLessThan(5 * 0.0035);
  });

  it('refuses numbers that are no sample', () => {
    expect(() => escapeProbability(10, 11, 1)).toThrow(/altered/);
    expect(() => escapeProbability(10, 1, 11)).toThrow(/drawn/);
    expect(() => escapeProbability(0, 0, 0)).toThrow(/total/);
  });
});

describe('sampleNeeded', () => {
  test.prop([
    fc.integer({ min: 1, max: 400 }),
    fc.integer({ min: 1, max: 40 }),
    fc.double({ min: 1e-9, max: 0.5, noNaN: true }),
  ])('is the fewest that suffice', (total, some, chance) => {
    const altered = Math.min(some, total);
    const drawn = sampleNeeded(total, altered, chance);
    expect(escapeProbability(total, altered, drawn)).toBeLessThanOrEqual(chance);
    if (drawn > 0) expect(escapeProbability(total, altered, drawn - 1)).toBeGreaterThan(chance);
  });
});

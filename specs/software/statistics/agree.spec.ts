import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agree } from '../../support/agree.ts';
import { lehmer } from '../../support/lehmer.ts';
import { largestDeviation, uniformityLimit } from '../../support/uniformity.ts';

describe('agree', () => {
  it('accepts what is within tolerance, relative or absolute, and equal infinities', () => {
    agree(1.01, 1, { relative: 0.011 });
    agree([1, 2], [1, 2.005], { absolute: 0.006 });
    agree(Infinity, Infinity, { absolute: 1e-9 });
  });
  it('notices values that are off, missing or NaN, and says what it saw', () => {
    expect(() => agree(1.02, 1, { relative: 0.01 }, 'x')).toThrow(
      /^x is 1\.02, expected 1: off by 0\.02.*, allowed 0\.01$/,
    );
    expect(() => agree([1], [1, 2], { absolute: 0.01 }, 'x')).toThrow('x has 1 values, expected 2');
    for (const bad of [Number.NaN, Infinity])
      expect(() => agree(bad, 1, { relative: 0.01 })).toThrow('expected 1');
    expect(() => agree(1, Number.NaN, { relative: 0.01 })).toThrow('expected NaN');
  });
  it('refuses to compare without a tolerance, or with one that checks nothing', () => {
    for (const tolerance of [{}, { relative: Number.NaN }, { absolute: 5 }, { relative: 0 }]) {
      expect(() => agree(1, 1, tolerance)).toThrow('agree needs a tolerance in 0..0.1');
    }
  });
});

/**
 * Calls that put a tolerance where it is not read as one: in the message slot of `expect(value, message)`, or as the
 * number of digits of `toBeCloseTo(value, digits)`, which 1e-6 turns into a tolerance of one half.
 */
function misplacedTolerances(source: string): string[] {
  const patterns = [
    /expect\([^()]*(?:\([^()]*\)[^()]*)*,\s*\d*\.?\d*e-\d+\s*\)/g,
    /toBeCloseTo\([^)]*,\s*(?:\d*\.\d+|\d*\.?\d*e-\d+)\s*\)/g,
  ];
  return patterns.flatMap((pattern) => source.match(pattern) ?? []);
}

describe('the statistics specs', () => {
  const folder = new URL('../../properties/statistics/', import.meta.url);
  const specs = readdirSync(folder).filter((file) => file.endsWith('.spec.ts') && file !== 'agree.spec.ts');
  it.each(specs)('%s puts no tolerance where it is not read as one', (file) => {
    expect(misplacedTolerances(readFileSync(new URL(file, folder), 'utf8'))).toEqual([]);
  });
  it('the check notices a tolerance in the message slot and one read as digits', () => {
    const planted = [
      'expect(mean(x), 1e-9).toBe(3)',
      'expect(f(a, b), 1e-6).toBe(3)',
      'expect(x).toBeCloseTo(3, 1e-6)',
      'expect(x).toBeCloseTo(3, 0.01)',
    ];
    for (const defect of planted) expect(misplacedTolerances(defect)).toHaveLength(1);
    expect(misplacedTolerances('expect(f(a, 1e-6)).toBe(3); expect(x).toBeCloseTo(3, 12)')).toEqual([]);
  });
});

describe('largestDeviation', () => {
  it('measures how far p values are from uniform, on the side asked for', () => {
    expect(largestDeviation([0.25, 0.5, 0.75, 1])).toBe(0.25);
    expect(largestDeviation([0.25, 0.5, 0.75, 1], 'above')).toBe(0);
    expect(largestDeviation([0, 0, 0, 0], 'above')).toBe(1);
    expect(largestDeviation([1, 1])).toBe(1);
  });
  it('stays under its limit for uniform draws, and passes it for others (false alarm: 1e-6)', () => {
    const draw = lehmer(61);
    const uniform = Array.from({ length: 5000 }, draw);
    expect(largestDeviation(uniform)).toBeLessThan(uniformityLimit(5000, 1e-6));
    expect(largestDeviation(uniform.map((p) => p * p))).toBeGreaterThan(uniformityLimit(5000, 1e-6));
    expect(largestDeviation(uniform.map(Math.sqrt))).toBeGreaterThan(uniformityLimit(5000, 1e-6));
  });
});

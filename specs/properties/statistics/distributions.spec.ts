import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binomialAtMost,
  incompleteBeta,
  logGamma,
  normalBelow,
  normalQuantile,
  studentTAbove,
  studentTCritical,
} from '../../../src/statistics/distributions.ts';
import { noncentralTAbove } from '../../../src/statistics/noncentral-t.ts';
import { agree, scipy } from '../../support/agree.ts';

const area = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const df = fc.double({ min: 1, max: 200, noNaN: true });

describe('normalBelow and normalQuantile', () => {
  it('agree with SciPy', () => {
    for (const [z, below] of scipy.normalBelow)
      agree(normalBelow(z!), below!, { relative: 1e-14 }, `Φ(${z})`);
    for (const [p, z] of scipy.normalQuantile)
      agree(normalQuantile(p!), z!, { absolute: 1e-13 }, `Φ⁻¹(${p})`);
  });
  it('invert each other', () => {
    fc.assert(fc.property(area, (p) => agree(normalBelow(normalQuantile(p)), p, { absolute: 1e-14 })));
  });
  it('refuse what is no score and no area', () => {
    expect(() => normalBelow(Number.NaN)).toThrow('normalBelow needs a finite z, got NaN');
    for (const bad of [0, 1])
      expect(() => normalQuantile(bad)).toThrow('normalQuantile needs an area between 0 and 1');
  });
});

describe('studentTAbove and studentTCritical', () => {
  it('agree with SciPy', () => {
    for (const [t, freedom, above] of scipy.studentTAbove) {
      agree(studentTAbove(t!, freedom!), above!, { relative: 1e-10 }, `P(T > ${t}), df ${freedom}`);
    }
    for (const [p, freedom, t] of scipy.studentTCritical) {
      agree(
        studentTCritical(p!, freedom!),
        t!,
        { relative: 1e-11, absolute: 1e-14 },
        `t(${p}), df ${freedom}`,
      );
    }
  });
  it('invert each other, are symmetric, and fall', () => {
    fc.assert(
      fc.property(area, df, fc.double({ min: -30, max: 30, noNaN: true }), (p, freedom, t) => {
        agree(studentTAbove(studentTCritical(p, freedom), freedom), p, { absolute: 1e-12 }, 'area');
        agree(studentTAbove(t, freedom) + studentTAbove(-t, freedom), 1, { absolute: 1e-14 }, 'both tails');
        expect(studentTAbove(t + 0.01, freedom)).toBeLessThan(studentTAbove(t, freedom) + 1e-15);
      }),
    );
  });
  it('are Cauchy at df 1, and have a closed form at df 2', () => {
    for (const t of [0.1, 0.99, 1, 1.01, 2.92, 50]) {
      agree(studentTAbove(t, 1), 0.5 - Math.atan(t) / Math.PI, { relative: 1e-12 }, 'df 1');
      agree(studentTAbove(t, 2), 0.5 - t / (2 * Math.sqrt(2 + t * t)), { absolute: 1e-15 }, 'df 2');
    }
    expect(studentTAbove(0, 5)).toBe(0.5);
    expect(studentTCritical(0.5, 5)).toBe(0);
    expect(studentTAbove(1e200, 3)).toBe(0);
  });
  it('give the one-sided 5 % value of three seeds, 2.92', () =>
    agree(studentTCritical(0.05, 2), 2.92, { absolute: 5e-5 }));
  it('refuse bad arguments', () => {
    expect(() => studentTAbove(Infinity, 2)).toThrow('studentTAbove needs a finite t, got Infinity');
    expect(() => studentTAbove(1, 0)).toThrow(
      'studentTAbove needs df between 0 and Infinity (exclusive), got 0',
    );
    expect(() => studentTCritical(0, 2)).toThrow(
      'studentTCritical needs an area between 0 and 1 (exclusive), got 0',
    );
    expect(() => studentTCritical(0.1, -1)).toThrow(
      'studentTCritical needs df between 0 and Infinity (exclusive), got -1',
    );
  });
});

describe('binomialAtMost', () => {
  it('agrees with SciPy', () => {
    for (const [k, n, chance, below] of scipy.binomialAtMost) {
      agree(binomialAtMost(k!, n!, chance!), below!, { relative: 1e-11 }, `P(X ≤ ${k}), n ${n}`);
    }
  });
  it('refuses counts and chances out of range', () => {
    expect(() => binomialAtMost(3, 2, 0.5)).toThrow(
      'binomialAtMost needs an integer number of successes in 0..2, got 3',
    );
    expect(() => binomialAtMost(-1, 2, 0.5)).toThrow('number of successes');
    expect(() => binomialAtMost(0, -1, 0.5)).toThrow(
      'binomialAtMost needs an integer number of trials in 0..',
    );
    for (const bad of [0, 1])
      expect(() => binomialAtMost(0, 2, bad)).toThrow('binomialAtMost needs a chance between 0 and 1');
  });
});

describe('incompleteBeta and logGamma', () => {
  it('have their closed forms', () => {
    agree(incompleteBeta(2, 1, 0.3), 0.09, { relative: 1e-14 });
    agree(incompleteBeta(1, 3, 0.3), 1 - 0.7 ** 3, { relative: 1e-14 });
    agree(logGamma(6), Math.log(120), { relative: 1e-14 });
    agree(logGamma(0.5), Math.log(Math.PI) / 2, { relative: 1e-14 });
  });
});

describe('noncentralTAbove', () => {
  it('agrees with 40-digit quadrature', () => {
    for (const [t, freedom, delta, above] of scipy.noncentralTAbove) {
      agree(
        noncentralTAbove(t!, freedom!, delta!),
        above!,
        { absolute: 1e-12 },
        `t ${t}, df ${freedom}, δ ${delta}`,
      );
    }
  });
  it('is Student’s t at δ = 0 and the normal tail at t = 0', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 20, noNaN: true }),
        df,
        fc.double({ min: -6, max: 6, noNaN: true }),
        (t, freedom, delta) => {
          expect(noncentralTAbove(t, freedom, 0)).toBe(studentTAbove(t, freedom));
          agree(noncentralTAbove(t, freedom, 1e-9), studentTAbove(t, freedom), { absolute: 1e-9 }, 'near 0');
          agree(noncentralTAbove(0, freedom, delta), normalBelow(delta), { absolute: 1e-12 }, 'at t = 0');
        },
      ),
    );
  });
  it('keeps its digits far out: at df 1, t P(T > t) tends to √(2/π) (δ Φ(δ) + φ(δ))', () => {
    for (const delta of [-0.5, 0.3, 2]) {
      const density = Math.exp((-delta * delta) / 2) / Math.sqrt(2 * Math.PI);
      const limit = Math.sqrt(2 / Math.PI) * (delta * normalBelow(delta) + density);
      agree(1e9 * noncentralTAbove(1e9, 1, delta), limit, { relative: 1e-9 }, `δ ${delta}`);
    }
  });
  it('rises with δ, from 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 20, noNaN: true }),
        df,
        fc.double({ min: -8, max: 40, noNaN: true }),
        (t, freedom, delta) => {
          const here = noncentralTAbove(t, freedom, delta);
          expect(here).toBeGreaterThanOrEqual(0);
          expect(here).toBeLessThanOrEqual(1);
          expect(noncentralTAbove(t, freedom, delta + 0.5)).toBeGreaterThanOrEqual(here - 1e-12);
        },
      ),
      { numRuns: 50 },
    );
    expect(noncentralTAbove(2, 3, 1e12)).toBe(1);
    expect(noncentralTAbove(2, 3, -1e12)).toBe(0);
    agree(
      noncentralTAbove(0.5, 3, 81),
      noncentralTAbove(0.5, 3, 79.9),
      { absolute: 1e-11 },
      'across the cut',
    );
  });
  it('refuses bad arguments', () => {
    expect(() => noncentralTAbove(-0.1, 3, 1)).toThrow('noncentralTAbove needs t ≥ 0, got -0.1');
    expect(() => noncentralTAbove(Infinity, 3, 1)).toThrow('noncentralTAbove needs a finite t, got Infinity');
    expect(() => noncentralTAbove(1, 0, 1)).toThrow(
      'noncentralTAbove needs df between 0 and Infinity (exclusive), got 0',
    );
    expect(() => noncentralTAbove(1, 3, Number.NaN)).toThrow(
      'noncentralTAbove needs a finite delta, got NaN',
    );
  });
});

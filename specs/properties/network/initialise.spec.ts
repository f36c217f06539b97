/** First weights: PyTorch's bounds, and what shares them with what. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Architecture, parameterShapes } from '../../../src/network/architecture.ts';
import { initialise } from '../../../src/network/initialise.ts';

const architecture: Architecture = {
  blockKind: 'convolution',
  activation: 'relu',
  depth: 4,
  width: 16,
  imageShape: [32, 32, 3],
};
const byName = (drawn: Architecture, seed: number) =>
  new Map(initialise(drawn, seed).map(({ name, values }) => [name, values]));
const kinds = fc.record({
  blockKind: fc.constantFrom('convolution' as const, 'dense' as const),
  depth: fc.integer({ min: 1, max: 8 }),
  width: fc.integer({ min: 1, max: 12 }),
  imageShape: fc.constant([4, 4, 3] as const),
});
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

describe('initialise', () => {
  // Catches Glorot or Kaiming-ReLU bounds, a normal distribution, and a fan-in without the 3 × 3.
  it('draws within ±1/√fan_in, never beyond and nearly up to it, about 0', () => {
    const values = byName(architecture, 1);
    for (const { name, fanIn } of parameterShapes(architecture).filter((shape) => shape.fanIn > 0)) {
      const drawn = values.get(name)!;
      const bound = 1 / Math.sqrt(fanIn);
      const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
      expect(Math.max(-low, high)).toBeLessThanOrEqual(Math.fround(bound));
      // A uniform sample's end misses 12/n of the bound once in e⁶ = 400 samples, and this one is always the same.
      expect(Math.min(-low, high)).toBeGreaterThan(bound * (1 - 12 / drawn.length));
      const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
      expect(Math.abs(mean)).toBeLessThan((4 * bound) / Math.sqrt(3 * drawn.length));
    }
  });

  it('never exceeds the bound, whatever the architecture and the seed', () => {
    const property = fc.property(kinds, seeds, (kind, seed) => {
      const drawn = { ...kind, activation: 'relu' } as const;
      const values = byName(drawn, seed);
      for (const { name, fanIn } of parameterShapes(drawn)) {
        const bound = fanIn === 0 ? 1 : Math.fround(1 / Math.sqrt(fanIn));
        expect(values.get(name)!.every((value) => Math.abs(value) <= bound)).toBe(true);
      }
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('starts every gamma at 1 and every beta at 0', () => {
    for (const [name, values] of byName(architecture, 1)) {
      if (name.endsWith('.gamma')) expect(values.every((value) => value === 1)).toBe(true);
      if (name.endsWith('.beta')) expect(values.every((value) => value === 0)).toBe(true);
    }
  });

  // Catches a comparison of activations that is in truth one of first weights.
  it('gives both activations the same weights for the same seed, and others for another seed', () => {
    const property = fc.property(kinds, seeds, (kind, seed) => {
      const relu = byName({ ...kind, activation: 'relu' }, seed);
      expect(byName({ ...kind, activation: 'sigmoid' }, seed)).toEqual(relu);
      expect(byName({ ...kind, activation: 'relu' }, seed)).toEqual(relu);
      expect(byName({ ...kind, activation: 'relu' }, seed + 1)).not.toEqual(relu);
    });
    fc.assert(property, { numRuns: 20 });
  });

  // Catches one stream for all layers, by which a deeper network would draw other weights for the layers they share.
  it('gives a deeper network the weights of a shallower one wherever both have the layer', () => {
    const property = fc.property(kinds, seeds, (kind, seed) => {
      const deep = byName({ ...kind, activation: 'relu', depth: 8 }, seed);
      for (const [name, values] of byName({ ...kind, activation: 'relu' }, seed)) {
        expect(deep.get(name)).toEqual(values);
      }
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('gives no two layers the same weights', () => {
    const kernels = [...byName(architecture, 1)].filter(([name]) => /block\d\.kernel/.test(name));
    expect(new Set(kernels.map(([, values]) => values.join())).size).toBe(kernels.length);
  });

  it('refuses seed 0, which TensorFlow.js would read as unseeded', () => {
    expect(() => initialise(architecture, 0)).toThrow('stream needs an integer seed ≥ 1, got 0');
  });
});

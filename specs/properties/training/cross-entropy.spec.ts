/** The loss against the float64 reference, and where a naïve softmax overflows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softmaxCrossEntropy } from '../../../src/network/cross-entropy.ts';
import { relativeError } from '../../support/reference/relative-error.ts';
import { softmaxCrossEntropy as reference } from '../../support/reference/softmax-cross-entropy.ts';
import { tensor64 } from '../../support/reference/tensor64.ts';

const CLASSES = 10;
const logit = (size: number) => fc.float({ min: Math.fround(-size), max: Math.fround(size), noNaN: true });
const batchesOf = (size: number) =>
  fc.array(
    fc.record({
      row: fc.array(logit(size), { minLength: CLASSES, maxLength: CLASSES }),
      label: fc.integer({ min: 0, max: CLASSES - 1 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
const score = (images: readonly { row: number[]; label: number }[]) => {
  const logits = Float32Array.from(images.flatMap(({ row }) => row));
  const labels = images.map(({ label }) => label);
  const scored = softmaxCrossEntropy(logits, Uint8Array.from(labels));
  return { scored, expected: reference(tensor64([labels.length, CLASSES], logits), labels) };
};

describe('softmaxCrossEntropy', () => {
  // Catches a base-2 logarithm, a missing 1/N in the gradient, and labels read off by one.
  it('agrees with float64 on loss and gradient', () => {
    const property = fc.property(batchesOf(10), (images) => {
      const { scored, expected } = score(images);
      expect(relativeError([scored.lossSum / images.length], [expected.loss])).toBeLessThan(1e-9);
      // Rounded to float32 when stored.
      expect(relativeError(scored.gradient, expected.backward().values)).toBeLessThan(1e-7);
    });
    fc.assert(property, { numRuns: 100 });
  });

  // Catches e¹⁰⁰⁰ = ∞ and ∞/∞ = NaN, and a loss of −ln 0 = ∞.
  it('stays finite and right for huge logits', () => {
    const property = fc.property(batchesOf(1e30), (images) => {
      const { scored, expected } = score(images);
      expect(scored.lossSum / images.length / expected.loss || 1).toBeCloseTo(1, 9);
      expect(scored.gradient.every(Number.isFinite)).toBe(true);
    });
    fc.assert(property, { numRuns: 100 });
    const row = [1000, ...Array(9).fill(-1000)];
    expect(score([{ row, label: 1 }]).scored.lossSum).toBe(2000);
    expect(score([{ row, label: 0 }]).scored.lossSum).toBe(0);
  });

  it('is ln 10 for equal logits, whatever they are', () => {
    expect(score([{ row: Array(10).fill(-7), label: 3 }]).scored.lossSum).toBeCloseTo(Math.log(10), 14);
  });

  it('has a gradient that adds up to 0 in every row', () => {
    const property = fc.property(batchesOf(20), (images) => {
      const { gradient } = score(images).scored;
      for (let at = 0; at < gradient.length; at += CLASSES) {
        expect(Math.abs(gradient.subarray(at, at + CLASSES).reduce((sum, g) => sum + g, 0))).toBeLessThan(
          1e-6,
        );
      }
    });
    fc.assert(property, { numRuns: 50 });
  });

  // Catches an accuracy that counts every tie as right: a network that says nothing would score 100 %.
  it('predicts the first of the largest logits', () => {
    const row = [1, 5, 5, 0, 0, 0, 0, 0, 0, 0];
    expect([0, 1, 2].map((label) => score([{ row, label }]).scored.predicted[0])).toEqual([1, 1, 1]);
    const silent = Array.from({ length: 10 }, (_, label) => ({ row: Array(10).fill(0), label }));
    expect([...score(silent).scored.predicted]).toEqual(Array(10).fill(0));
  });

  it('predicts each image by its own row, whatever the label', () => {
    const property = fc.property(batchesOf(10), (images) => {
      const { predicted } = score(images).scored;
      expect([...predicted]).toEqual(images.map(({ row }) => row.indexOf(Math.max(...row))));
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('passes NaN on to the loss, for the run to notice', () => {
    const row = [Number.NaN, ...Array(9).fill(0)];
    expect(score([{ row, label: 2 }]).scored.lossSum).toBeNaN();
    const infinite = [Infinity, ...Array(9).fill(0)];
    expect(score([{ row: infinite, label: 0 }]).scored.lossSum).toBeNaN();
  });

  it('refuses logits that do not make a row per label', () => {
    expect(() => softmaxCrossEntropy(new Float32Array(11), new Uint8Array(2))).toThrow(
      'softmaxCrossEntropy needs one row of logits per label, got 11 for 2',
    );
    expect(() => softmaxCrossEntropy(new Float32Array(0), new Uint8Array(0))).toThrow(RangeError);
  });
});

/** The ridge readout, against elimination with pivoting, and by what its solution must satisfy. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from '../../../src/random.ts';
import { fitReadout, readoutAccuracy } from '../../../src/training/readout.ts';

const cases = fc.record({
  images: fc.integer({ min: 20, max: 120 }),
  width: fc.integer({ min: 1, max: 8 }),
  penalty: fc.constantFrom(1e-3, 0.1, 3),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});

function draw({ images, width, seed }: { images: number; width: number; seed: number }) {
  const random = stream(seed, 'readout');
  const labels = Uint8Array.from({ length: images }, () => Math.floor(10 * random()));
  const features = Float32Array.from(
    { length: images * width },
    (_, index) => 0.5 + 0.1 * random() + 0.02 * ((labels[Math.floor(index / width)]! * (index + 3)) % 7),
  );
  return { features, labels };
}

/** Solves A·x = b by elimination with partial pivoting: shares nothing with Cholesky. */
function eliminate(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  const n = b.length;
  for (let c = 0; c < n; c++) {
    const pivot = rows
      .slice(c)
      .reduce((best, row, at) => (Math.abs(row[c]!) > Math.abs(rows[best]![c]!) ? c + at : best), c);
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = rows[r]![c]! / rows[c]![c]!;
      rows[r] = rows[r]!.map((value, at) => value - factor * rows[c]![at]!);
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

describe('fitReadout', () => {
  it('solves the normal equations of standardised features and centred classes, as elimination does', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { images, width, penalty } = drawn;
        const { features, labels } = draw(drawn);
        const { weights, mean, deviation, shares } = fitReadout({ features, labels }, penalty);
        const x = Array.from({ length: images }, (_, image) =>
          Array.from({ length: width }, (_, i) => (features[image * width + i]! - mean[i]!) / deviation[i]!),
        );
        const gram = Array.from({ length: width }, (_, i) =>
          Array.from(
            { length: width },
            (_, j) => x.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / images + (i === j ? penalty : 0),
          ),
        );
        for (let k = 0; k < 10; k++) {
          const cross = Array.from(
            { length: width },
            (_, i) =>
              x.reduce((sum, row, image) => sum + row[i]! * ((labels[image] === k ? 1 : 0) - shares[k]!), 0) /
              images,
          );
          eliminate(gram, cross).forEach((weight, i) => {
            expect(weights[i * 10 + k]).toBeCloseTo(weight, 8);
          });
        }
      }),
    );
  });
});

describe('readoutAccuracy', () => {
  it('does not change with shift, stretch or order of the features', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { width, penalty } = drawn;
        const train = draw(drawn);
        const test = draw({ ...drawn, seed: drawn.seed + 1 });
        const turned = ({ features, labels }: typeof train) => ({
          labels,
          features: features.map((_, index) => {
            const [image, i] = [Math.floor(index / width), index % width];
            return 4 * features[image * width + (width - 1 - i)]! - 1; // exact in float32 up to rounding of −1
          }),
        });
        const [one, other] = [
          readoutAccuracy(train, test, penalty),
          readoutAccuracy(turned(train), turned(test), penalty),
        ];
        // A tie may fall the other way by rounding: at most an image or two.
        expect(Math.abs(one - other) * drawn.images).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('finds every class where each has a feature of its own, and none in features that say nothing', () => {
    const labels = Uint8Array.from({ length: 200 }, (_, image) => image % 10);
    const oneHot = Float32Array.from({ length: 2000 }, (_, index) =>
      labels[Math.floor(index / 10)] === index % 10 ? 1 : 0,
    );
    expect(readoutAccuracy({ features: oneHot, labels }, { features: oneHot, labels }, 1e-3)).toBe(1);
    const silent = { features: new Float32Array(2000).fill(0.5), labels };
    expect(readoutAccuracy(silent, silent, 1e-3)).toBe(0.1);
  });

  it('refuses features that do not divide into images', () => {
    const wrong = { features: new Float32Array(7), labels: new Uint8Array(2) };
    expect(() => readoutAccuracy(wrong, wrong, 1)).toThrow(
      'the same number of features per label, got 7 for 2',
    );
  });
});

/** The network above its body: a factor on the loss, and where standardised features enter. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEATURES, topGradients, topLogits } from '../../../src/network/top.ts';
import { stream } from '../../../src/random.ts';
import { adamStep, freshAdamState } from '../../../src/training/adam.ts';

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const WIDTH = 5;

function draw(seed: number) {
  const random = stream(seed, 'top');
  const values = (length: number) => Float32Array.from({ length }, () => 2 * random() - 1);
  return {
    features: values(8 * WIDTH),
    labels: Uint8Array.from({ length: 8 }, () => Math.floor(10 * random())),
    head: { kernel: values(WIDTH * 10), bias: values(10) },
  };
}

describe('topGradients', () => {
  it('scales every gradient exactly by a power of two, and leaves the loss as it is', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom(2, 16, 1 / 16, 2 ** 40),
        fc.boolean(),
        (seed, factor, standardised) => {
          const { features, labels, head } = draw(seed);
          const plain = topGradients(features, labels, head, standardised, 1);
          const scaled = topGradients(features, labels, head, standardised, factor);
          expect(scaled.loss.lossSum).toBe(plain.loss.lossSum);
          expect(scaled.features).toEqual(plain.features.map((g) => g * factor));
          for (const name of ['head.kernel', 'head.bias'] as const) {
            expect(scaled.head[name]).toEqual(plain.head[name].map((g) => g * factor));
          }
        },
      ),
    );
  });

  // Adam divides the scale out: m̂ / √v̂ is ±1 at the first step, whatever the factor, but for ε.
  it('leaves Adam’s first step as it is, but for ε', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(16, 1 / 16), (seed, factor) => {
        const { features, labels, head } = draw(seed);
        const step = (lossFactor: number) => {
          const { kernel } = head;
          const parameters = [{ name: 'head.kernel', shape: [WIDTH, 10], values: Float32Array.from(kernel) }];
          const gradient = topGradients(features, labels, head, false, lossFactor).head['head.kernel'];
          const settings = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
          adamStep(parameters, [gradient], freshAdamState(parameters), settings);
          return { gradient, values: parameters[0]!.values };
        };
        const [plain, scaled] = [step(1), step(factor)];
        plain.values.forEach((value, index) => {
          if (Math.abs(plain.gradient[index]!) > 1e-3) expect(scaled.values[index]).toBeCloseTo(value, 6);
        });
      }),
    );
  });

  it('reports what standardisation saw, and only where there is one', () => {
    const { features, labels, head } = draw(1);
    expect(topGradients(features, labels, head, false, 1).statistics).toBeUndefined();
    expect(topGradients(features, labels, head, true, 1).statistics?.mean).toHaveLength(WIDTH);
  });
});

describe('topLogits', () => {
  it('standardises by the statistics that stand for the features, if there are any', () => {
    const { features, head } = draw(2);
    const layer = { name: 'stem', mean: new Float32Array(WIDTH).fill(9), variance: new Float32Array(WIDTH) };
    const plain = topLogits(features, head, [layer]);
    expect(topLogits(features, head, [])).toEqual(plain);
    const neutral = {
      ...layer,
      name: FEATURES,
      mean: new Float32Array(WIDTH),
      variance: new Float32Array(WIDTH).fill(1 - 1e-5),
    };
    topLogits(features, head, [layer, neutral]).forEach((logit, index) => {
      expect(logit).toBeCloseTo(plain[index]!, 5);
    });
    expect(topLogits(features, head, [layer, { ...neutral, mean: layer.mean }])).not.toEqual(plain);
  });
});

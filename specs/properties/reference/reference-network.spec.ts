import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from '../../../src/random.ts';
import { referenceActivationNames } from '../../support/reference/activation.ts';
import { drawLabels, drawParameters, drawTensor } from '../../support/reference/draw-tensor.ts';
import { CLASSES, parameterShapes } from '../../support/reference/reference-architecture.ts';
import { referenceEvaluation, referencePass } from '../../support/reference/reference-network.ts';
import { gradientErrors, norm, relativeError } from '../../support/reference/relative-error.ts';
import { mapTensor, type Tensor64 } from '../../support/reference/tensor64.ts';

const ROUNDING = 1e-9; // float64 rounding, after at most eight batch norms have amplified it

const cases = fc.record({
  architecture: fc.record({
    blockKind: fc.constantFrom('convolution' as const, 'dense' as const),
    activation: fc.constantFrom(...referenceActivationNames),
    depth: fc.integer({ min: 1, max: 8 }),
    width: fc.integer({ min: 3, max: 5 }),
  }),
  batch: fc.integer({ min: 6, max: 9 }),
  imageShape: fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 5 }), fc.constant(3)),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});
type Case = typeof cases extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const draw = ({ architecture, batch, imageShape, seed }: Case) => {
  const random = stream(seed, 'reference-network');
  const parameters = drawParameters(architecture, imageShape, random);
  const images = drawTensor([batch, ...imageShape], -1, 1, random);
  return { parameters, images, labels: drawLabels(batch, CLASSES, random) };
};
const assertAlways = (holds: (drawn: Case) => void) =>
  fc.assert(fc.property(cases, holds), { seed: 64, numRuns: 25 });

describe('referencePass', () => {
  it('returns a gradient for every parameter, in the order and shape of the parameters', () => {
    assertAlways((drawn) => {
      const { parameters, images, labels } = draw(drawn);
      const { gradients } = referencePass(drawn.architecture, parameters, images, labels);
      const shapes = Object.entries(gradients).map(([name, { shape }]) => [name, shape]);
      expect(shapes).toEqual(Object.entries(parameterShapes(drawn.architecture, drawn.imageShape)));
    });
  });

  it('gives a bias before batch norm no gradient but rounding', () => {
    assertAlways((drawn) => {
      const { parameters, images, labels } = draw(drawn);
      const { gradients } = referencePass(drawn.architecture, parameters, images, labels);
      for (const [name, { values }] of Object.entries(gradients)) {
        const gamma = gradients[name.replace(/\.bias$/, '.gamma')];
        if (name.endsWith('.bias') && gamma)
          expect(norm(values)).toBeLessThanOrEqual(1e-12 * norm(gamma.values));
      }
    });
  });

  it('is the same whatever a bias before batch norm is, but for the mean', () => {
    assertAlways((drawn) => {
      const { parameters, images, labels } = draw(drawn);
      const shifted = {
        ...parameters,
        'block1.bias': mapTensor(parameters['block1.bias']!, (value) => value + 1),
      };
      const before = referencePass(drawn.architecture, parameters, images, labels);
      const after = referencePass(drawn.architecture, shifted, images, labels);
      expect(relativeError(after.logits.values, before.logits.values)).toBeLessThan(ROUNDING);
      const mean = mapTensor(before.batchStatistics.block1!.mean, (value) => value + 1);
      expect(relativeError(after.batchStatistics.block1!.mean.values, mean.values)).toBeLessThan(ROUNDING);
    });
  });

  it('does not depend on the order of the images in a batch', () => {
    assertAlways((drawn) => {
      const { parameters, images, labels } = draw(drawn);
      const before = referencePass(drawn.architecture, parameters, images, labels);
      const after = referencePass(drawn.architecture, parameters, reversed(images), labels.toReversed());
      expect(after.loss).toBeCloseTo(before.loss, 9);
      const errors = gradientErrors(after.gradients, before.gradients, drawn.architecture);
      expect(Object.entries(errors).filter(([, error]) => !(error < 1e-7))).toEqual([]);
    });
  });
});

describe('referenceEvaluation', () => {
  it("gives the training pass's logits when the running statistics are the batch's own", () => {
    assertAlways((drawn) => {
      const { parameters, images, labels } = draw(drawn);
      const { logits, batchStatistics } = referencePass(drawn.architecture, parameters, images, labels);
      const running = Object.fromEntries(
        Object.entries(batchStatistics).flatMap(([layer, { mean, variance }]) => [
          [`${layer}.mean`, mean],
          [`${layer}.variance`, variance],
        ]),
      );
      const evaluated = referenceEvaluation(drawn.architecture, parameters, running, images);
      expect(relativeError(evaluated.values, logits.values)).toBeLessThan(ROUNDING);
    });
  });
});

function reversed(images: Tensor64): Tensor64 {
  const batch = images.shape[0]!;
  const size = images.values.length / batch;
  return mapTensor(
    images,
    (_, at) => images.values[(batch - 1 - Math.floor(at / size)) * size + (at % size)]!,
  );
}

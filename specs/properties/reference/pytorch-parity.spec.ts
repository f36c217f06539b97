import { describe, expect, it } from 'vitest';
import {
  type PytorchFixture,
  pytorchCases,
  pytorchFixture,
  pytorchInitialisation,
} from '../../support/pytorch-fixture.ts';
import { initialAdamState, referenceAdam } from '../../support/reference/reference-adam.ts';
import { initialRunningStatistics, parameterShapes } from '../../support/reference/reference-architecture.ts';
import { referenceGradientAverage } from '../../support/reference/reference-gradient-average.ts';
import { referenceEvaluation, referencePass } from '../../support/reference/reference-network.ts';
import { gradientErrors, relativeError, scaleName } from '../../support/reference/relative-error.ts';
import { updateRunningStatistics } from '../../support/reference/running-statistics.ts';
import type { NamedTensors } from '../../support/reference/tensor64.ts';

const TOLERANCE = 1e-11; // float64 against float64: only the order of summation differs
// A bias before batch norm has gradient 0 but for rounding, and what rounding leaves, 1e-17 to 1e-15, differs. Adam
// divides by ε = 1e-8 rather than by something as small, so a step of 1e-3 × 1e-15/1e-8 = 1e-10 at most remains.
const AFTER_CANCELLED_BIAS_TOLERANCE = 1e-8;

/** Trains the reference as the fixture was trained. */
function retrain({ architecture, initialParameters, batches, steps }: PytorchFixture) {
  let parameters = initialParameters;
  let running = initialRunningStatistics(architecture);
  let adam = initialAdamState(parameters);
  const passes = steps.map(({ batch }) => {
    const { images, labels } = batches[batch]!;
    const pass = referencePass(architecture, parameters, images, labels);
    ({ parameters, state: adam } = referenceAdam(parameters, pass.gradients, adam));
    running = updateRunningStatistics(running, pass.batchStatistics);
    return pass;
  });
  return { passes, parameters, running };
}

const disagreements = ({ architecture }: PytorchFixture, actual: NamedTensors, expected: NamedTensors) =>
  Object.entries(expected).flatMap(([name, { values }]) => {
    const cancelled = scaleName(name, architecture) !== name;
    // The running mean takes the bias in, and the logits in evaluation take in how far it lags behind the bias.
    const tolerance = cancelled || name.endsWith('.mean') ? AFTER_CANCELLED_BIAS_TOLERANCE : TOLERANCE;
    const error = relativeError(actual[name]!.values, values);
    return error <= tolerance ? [] : [{ name, error }];
  });

describe.each(pytorchCases)('the float64 reference and PyTorch, %s', (name) => {
  const fixture = pytorchFixture(name);
  const { passes, parameters, running } = retrain(fixture);

  it('start from the same float32 weights, named and shaped alike', () => {
    const shapes = parameterShapes(fixture.architecture, fixture.batches[0]!.images.shape.slice(1));
    const stored = Object.entries(fixture.initialParameters);
    expect(stored.map(([parameter, { shape }]) => [parameter, shape])).toEqual(Object.entries(shapes));
    const images = fixture.batches.map((batch) => batch.images.values);
    for (const values of [...stored.map(([, tensor]) => tensor.values), ...images]) {
      expect(values).toEqual(Float64Array.from(values, Math.fround));
    }
  });

  it('agree on every gradient of the first step', () => {
    const errors = Object.entries(
      gradientErrors(passes[0]!.gradients, fixture.firstGradients, fixture.architecture),
    );
    expect(errors.filter(([, error]) => !(error <= TOLERANCE))).toEqual([]);
  });

  it("agree on every step's loss and gradient average", () => {
    const losses = passes.map(({ loss }) => loss);
    const averages = passes.map(({ gradients }) => referenceGradientAverage(gradients));
    expect(
      relativeError(
        losses,
        fixture.steps.map(({ loss }) => loss),
      ),
    ).toBeLessThanOrEqual(TOLERANCE);
    const expected = fixture.steps.map(({ gradientAverage }) => gradientAverage);
    expect(relativeError(averages, expected)).toBeLessThanOrEqual(TOLERANCE);
  });

  it('agree on every weight and running statistic after five Adam steps', () => {
    expect(disagreements(fixture, parameters, fixture.finalParameters)).toEqual([]);
    expect(disagreements(fixture, running, fixture.finalRunningStatistics)).toEqual([]);
  });

  it('agree on the logits in evaluation', () => {
    for (const [batch, { images }] of fixture.batches.entries()) {
      const logits = referenceEvaluation(fixture.architecture, parameters, running, images);
      const expected = fixture.evaluationLogits[batch]!;
      expect(logits.shape).toEqual(expected.shape);
      expect(relativeError(logits.values, expected.values)).toBeLessThanOrEqual(
        AFTER_CANCELLED_BIAS_TOLERANCE,
      );
    }
  });
});

describe("PyTorch's default initialisation", () => {
  it.each(pytorchInitialisation().layers)(
    'is uniform in ±1/√fan_in for $layer, weights and biases',
    (layer) => {
      expect(layer.bound).toBeCloseTo(1 / Math.sqrt(layer.fanIn), 15);
      for (const { count, smallest, largest, mean, standardDeviation } of [layer.weight, layer.bias]) {
        const bound = layer.bound * (1 + 2 ** -23); // the bound itself is rounded to float32 there
        expect(Math.max(-smallest, largest)).toBeLessThanOrEqual(bound);
        // A uniform sample's range misses 12/count of the bound at each end once in e⁶ = 400 draws of `count`.
        expect(Math.min(-smallest, largest)).toBeGreaterThan(layer.bound * (1 - 12 / count));
        const deviation = layer.bound / Math.sqrt(3);
        expect(Math.abs(mean)).toBeLessThan((4 * deviation) / Math.sqrt(count));
        // The standard error of a uniform's standard deviation is σ·√(1/5 ÷ count).
        expect(Math.abs(standardDeviation / deviation - 1)).toBeLessThan(4 * Math.sqrt(0.2 / count));
      }
    },
  );
});

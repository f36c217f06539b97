import { describe, expect, it } from 'vitest';
import {
  type PytorchFixture,
  pytorchCases,
  pytorchFixture,
  pytorchInitialisation,
  pytorchRecomputed,
} from '../../support/pytorch-fixture.ts';
import type { BatchStatistics } from '../../support/reference/batch-norm.ts';
import { initialAdamState, referenceAdam } from '../../support/reference/reference-adam.ts';
import {
  hiddenLayers,
  initialRunningStatistics,
  parameterShapes,
} from '../../support/reference/reference-architecture.ts';
import { referenceGradientAverage } from '../../support/reference/reference-gradient-average.ts';
import {
  referenceEvaluation,
  referenceForward,
  referencePass,
} from '../../support/reference/reference-network.ts';
import { gradientErrors, relativeError, yardstickName } from '../../support/reference/relative-error.ts';
import { updateRunningStatistics } from '../../support/reference/running-statistics.ts';
import { filled, mapTensor, type NamedTensors, type Tensor64 } from '../../support/reference/tensor64.ts';

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
    const cancelled = yardstickName(name, architecture) !== name;
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

describe('the float64 reference and PyTorch with momentum=None', () => {
  const { fixture, images } = pytorchRecomputed();
  const { architecture, batchSize } = fixture;
  const parameters = inOwnLayout(fixture.stateDict);
  const inputs = Array.from({ length: fixture.batchCount }, (_, batch) =>
    normalised(images.images, batch * batchSize, batchSize),
  );
  const statisticsOf = (state: NamedTensors) =>
    Object.fromEntries(
      hiddenLayers(architecture).flatMap((layer) => [
        [`${layer}.mean`, state[`${normName(layer)}.running_mean`]!],
        [`${layer}.variance`, state[`${normName(layer)}.running_var`]!],
      ]),
    );

  it('agree on every recomputed statistic: the plain mean of means and of unbiased variances', () => {
    const labels = new Array<number>(batchSize).fill(0);
    const seen = inputs.map(
      (input) => referenceForward(architecture, parameters, input, labels).batchStatistics,
    );
    const averageOf = (layer: string, pick: (batch: BatchStatistics) => Tensor64) =>
      Float64Array.from(
        filled([architecture.width]).values,
        (_, channel) =>
          seen.reduce((sum, batch) => sum + pick(batch[layer]!).values[channel]!, 0) / seen.length,
      );
    const own = Object.fromEntries(
      hiddenLayers(architecture).flatMap((layer) => [
        [`${layer}.mean`, averageOf(layer, ({ mean }) => mean)],
        [`${layer}.variance`, averageOf(layer, unbiased)],
      ]),
    );
    const expected = statisticsOf(fixture.recomputed);
    expect(Object.keys(expected)).toHaveLength(8);
    for (const [name, { values }] of Object.entries(expected)) {
      expect(relativeError(own[name]!, values)).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it('agree on the logits in evaluation, by the running and by the recomputed statistics', () => {
    for (const [state, logits] of [
      [fixture.stateDict, fixture.runningLogits],
      [fixture.recomputed, fixture.recomputedLogits],
    ] as const) {
      for (const [batch, input] of inputs.entries()) {
        const own = referenceEvaluation(architecture, parameters, statisticsOf(state), input);
        expect(relativeError(own.values, logits[batch]!.values)).toBeLessThanOrEqual(TOLERANCE);
      }
    }
  });
});

const unbiased = ({ variance, count }: BatchStatistics) =>
  mapTensor(variance, (value) => (value * count) / (count - 1));
const normName = (layer: string) => (layer === 'stem' ? 'bn1' : `blocks.${Number(layer.slice(5)) - 1}.bn`);
const mapName = (layer: string) => (layer === 'stem' ? 'conv1' : `blocks.${Number(layer.slice(5)) - 1}.conv`);

/** The notebook's class in the reference's names and layouts: [out, in, 3, 3] → [3, 3, in, out], [out, in] → [in, out]. */
function inOwnLayout(state: NamedTensors): NamedTensors {
  const named: Record<string, Tensor64> = {};
  const depth = Object.keys(state).filter((name) => name.endsWith('conv.weight')).length;
  for (const layer of ['stem', ...Array.from({ length: depth }, (_, n) => `block${n + 1}`)]) {
    named[`${layer}.kernel`] = outputsLast(state[`${mapName(layer)}.weight`]!);
    named[`${layer}.bias`] = state[`${mapName(layer)}.bias`]!;
    named[`${layer}.gamma`] = state[`${normName(layer)}.weight`]!;
    named[`${layer}.beta`] = state[`${normName(layer)}.bias`]!;
  }
  return {
    ...named,
    'head.kernel': outputsLast(state['fc.weight']!),
    'head.bias': state['fc.bias']!,
  };
}

function outputsLast({ shape, values }: Tensor64): Tensor64 {
  const [outputs, inputs, ...taps] = shape as [number, number, ...number[]];
  const size = taps.reduce((product, extent) => product * extent, 1);
  const moved = filled([...taps, inputs, outputs]);
  return mapTensor(moved, (_, at) => {
    const [output, input, tap] = [
      at % outputs,
      Math.floor(at / outputs) % inputs,
      Math.floor(at / (inputs * outputs)),
    ];
    return values[(output * inputs + input) * size + tap]!;
  });
}

/** Planar bytes as [batch, 32, 32, 3], each value the float32 nearest to (b/255 − ½)/½. */
function normalised(bytes: Uint8Array, first: number, count: number): Tensor64 {
  return mapTensor(filled([count, 32, 32, 3]), (_, at) => {
    const [image, pixel, channel] = [Math.floor(at / 3072), Math.floor(at / 3) % 1024, at % 3];
    return Math.fround((bytes[(first + image) * 3072 + channel * 1024 + pixel]! / 255 - 0.5) / 0.5);
  });
}

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

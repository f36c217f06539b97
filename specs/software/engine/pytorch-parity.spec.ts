/** Five Adam steps on every engine, beside what PyTorch computed in float64 from the same weights and batches. */
import { beforeAll, describe, expect, it } from 'vitest';
import { batches } from '../../../src/dataset/batches.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { Network } from '../../../src/network/network.ts';
import type { NormStatistics } from '../../../src/network/running-statistics.ts';
import { fromStateDict, toStateDict } from '../../../src/network/state-dict.ts';
import { adamStep, freshAdamState } from '../../../src/training/adam.ts';
import { firstImages } from '../../../src/training/evaluate.ts';
import { gradientAverage, meanAbsoluteGradients } from '../../../src/training/gradient-flow.ts';
import { recomputeStatistics } from '../../../src/training/recompute-statistics.ts';
import { complaintsOf, namedErrors, statisticsErrors, toleranceOf } from '../../support/engine-errors.ts';
import { uploadImages } from '../../support/network-case.ts';
import { presentEngines } from '../../support/present-engines.ts';
import {
  type PytorchFixture,
  type PytorchRecomputed,
  pytorchCases,
  pytorchFixture,
  pytorchRecomputed,
} from '../../support/pytorch-fixture.ts';
import { relativeError } from '../../support/reference/relative-error.ts';
import { namedTensors } from '../../support/reference/tensor64.ts';
import { study } from '../../support/this-study.ts';
import { WorstError } from '../../support/worst-error.ts';

/** Trains on the engine as the fixture was trained. */
async function retrain({ architecture, initialParameters, batches, steps }: PytorchFixture) {
  const [, ...imageShape] = batches[0]!.images.shape;
  const parameters = Object.entries(initialParameters).map(([name, { shape, values }]) => ({
    name,
    shape,
    values: Float32Array.from(values),
  }));
  const full: Architecture = { ...architecture, imageShape: imageShape as [number, number, number] };
  const network = new Network(full, parameters);
  const adam = freshAdamState(parameters);
  const passes = [];
  for (const { batch } of steps) {
    const images = uploadImages(batches[batch]!.images);
    const pass = await network.gradients(images, Uint8Array.from(batches[batch]!.labels));
    images.dispose();
    adamStep(parameters, pass.gradients, adam, study.protocol);
    passes.push({ ...pass, loss: pass.lossSum / batches[batch]!.labels.length });
  }
  const logits = [];
  for (const { images } of batches) {
    const input = uploadImages(images);
    logits.push(await network.logits(input));
    input.dispose();
  }
  return { network, passes, logits };
}

describe.each(await presentEngines())('the network on %s and PyTorch', (engine) => {
  describe.each(pytorchCases)('%s', (name) => {
    const fixture = pytorchFixture(name);
    const tolerance = toleranceOf(engine, fixture.architecture);
    let own: Awaited<ReturnType<typeof retrain>>;
    beforeAll(async () => {
      await startEngine(engine);
      own = await retrain(fixture);
    });

    // Catches a wrong ε, padding, layout, reduction or initial running statistic, all of which the fixture holds.
    it('agree on every gradient of the first step, and on a gradient of 0 for each cancelled bias', async ({
      annotate,
    }) => {
      const { parameters } = own.network;
      const gradients = namedTensors(
        parameters.map(({ name: parameter, shape }, at) => ({
          name: parameter,
          shape,
          values: own.passes[0]!.gradients[at]!,
        })),
      );
      const errors = namedErrors(gradients, fixture.firstGradients, fixture.architecture);
      await report(annotate, errors);
      expect(complaintsOf(errors, tolerance)).toEqual([]);
    });

    // Catches an optimiser that departs from PyTorch's a little at each step.
    it("agree on every step's loss and gradient average", async ({ annotate }) => {
      const errors = Object.fromEntries(
        own.passes.flatMap(({ loss, gradients }, at) => [
          [`loss ${at + 1}`, relativeError([loss], [fixture.steps[at]!.loss])],
          [
            `gradient average ${at + 1}`,
            relativeError(
              [gradientAverage(meanAbsoluteGradients(gradients))],
              [fixture.steps[at]!.gradientAverage],
            ),
          ],
        ]),
      );
      await report(annotate, errors);
      expect(complaintsOf(errors, tolerance)).toEqual([]);
    });

    it('agree on every weight and running statistic after five Adam steps', async ({ annotate }) => {
      const { network } = own;
      const weights = Object.fromEntries(
        network.parameters.map(({ name: parameter, values }) => [
          parameter,
          relativeError(values, fixture.finalParameters[parameter]!.values),
        ]),
      );
      const errors = { ...weights, ...statisticsErrors(network, fixture.finalRunningStatistics) };
      await report(annotate, errors);
      expect(complaintsOf(errors, tolerance)).toEqual([]);
    });

    // Catches rounding noise in a gradient that is 0, which Adam would blow up to whole steps.
    it('leave every bias before a batch norm where it was, bit for bit', () => {
      const biases = own.network.parameters.filter(({ name: bias }) => /^(stem|block\d)\.bias$/.test(bias));
      expect(biases).toHaveLength(fixture.architecture.depth + 1);
      for (const { name: bias, values } of biases) {
        expect(values).toEqual(Float32Array.from(fixture.initialParameters[bias]!.values));
      }
    });

    // Catches a bias counted twice or not at all in evaluation.
    it('agree on the logits in evaluation', async ({ annotate }) => {
      const errors = Object.fromEntries(
        own.logits.map((logits, batch) => [
          `logits ${batch}`,
          relativeError(logits, fixture.evaluationLogits[batch]!.values),
        ]),
      );
      await report(annotate, errors);
      expect(complaintsOf(errors, tolerance)).toEqual([]);
    });
  });
});

describe.each(await presentEngines())('the network on %s and PyTorch with momentum=None', (engine) => {
  const { fixture, images } = pytorchRecomputed();
  const architecture: Architecture = { ...fixture.architecture, imageShape: [32, 32, 3] };
  const tolerance = toleranceOf(engine, architecture);
  const network = networkOf(architecture, fixture.stateDict);
  const { batchSize } = fixture;
  let recomputed: readonly NormStatistics[];
  beforeAll(async () => {
    await startEngine(engine);
    recomputed = await recomputeStatistics(network, images, images.count, batchSize);
  });

  // Catches biased variances, an average over images or with momentum, and statistics of the map without its bias.
  it('agree on every recomputed statistic, and PyTorch names as many', async ({ annotate }) => {
    const errors = Object.fromEntries(
      toStateDict({ parameters: [], running: recomputed, recomputed: [] }).map(({ name, values }) => [
        name,
        relativeError(values, fixture.recomputed[name]!.values),
      ]),
    );
    expect(Object.keys(errors)).toEqual(Object.keys(fixture.recomputed));
    await report(annotate, errors);
    expect(complaintsOf(errors, tolerance)).toEqual([]);
  });

  it('agree on the logits in evaluation by either statistics, which differ', async ({ annotate }) => {
    const errors: Record<string, number> = {};
    let batch = 0;
    for (const { images: input } of batches(images, firstImages(images.count), batchSize)) {
      const own = [await network.logits(input), await network.logits(input, recomputed)] as const;
      input.dispose();
      const [running, fresh] = [
        fixture.runningLogits[batch]!.values,
        fixture.recomputedLogits[batch]!.values,
      ];
      errors[`running ${batch}`] = relativeError(own[0], running);
      errors[`recomputed ${batch}`] = relativeError(own[1], fresh);
      expect(relativeError(running, fresh)).toBeGreaterThan(0.01);
      batch += 1;
    }
    expect(batch).toBe(fixture.batchCount);
    await report(annotate, errors);
    expect(complaintsOf(errors, tolerance)).toEqual([]);
  });
});

/** A network of what PyTorch calls its state, read as our own files of weights are. */
function networkOf(architecture: Architecture, state: PytorchRecomputed['stateDict']): Network {
  const { parameters, statistics: running } = Network.initialised(architecture, 1);
  const expected = { parameters, running, recomputed: [] };
  const tensors = toStateDict(expected).map(({ name }) => {
    const { shape, values } = state[name]!;
    return { name, shape, values: Float32Array.from(values) };
  });
  const read = fromStateDict(tensors, expected);
  return new Network(architecture, read.parameters, read.running);
}

async function report(annotate: (message: string) => Promise<unknown>, errors: Record<string, number>) {
  const worst = new WorstError();
  worst.note(errors);
  await annotate(`worst error ${worst}`);
}

/** Batch norm's recomputed statistics against the float64 network, batch by batch; and the running means' lag by hand. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { batches } from '../../../src/dataset/batches.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { BATCH_NORM_EPSILON } from '../../../src/network/batch-norm.ts';
import { Network } from '../../../src/network/network.ts';
import type { NormStatistics } from '../../../src/network/running-statistics.ts';
import { stream } from '../../../src/random.ts';
import { firstImages } from '../../../src/training/evaluate.ts';
import { recomputeStatistics, runningMeanLag } from '../../../src/training/recompute-statistics.ts';
import { complaintsOf, ENGINE_TOLERANCE } from '../../support/engine-errors.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { noiseImages } from '../../support/noise-images.ts';
import { drawParameters } from '../../support/reference/draw-tensor.ts';
import { referenceForward } from '../../support/reference/reference-network.ts';
import { relativeError } from '../../support/reference/relative-error.ts';
import { filled, namedTensors, tensor64 } from '../../support/reference/tensor64.ts';
import { WorstError } from '../../support/worst-error.ts';

const set = noiseImages(24, 3);
const [COUNT, BATCH] = [16, 8];

const cases = fc.record({
  blockKind: fc.constantFrom('convolution' as const, 'dense' as const),
  activation: fc.constantFrom('relu' as const, 'sigmoid' as const),
  depth: fc.integer({ min: 1, max: 3 }),
  width: fc.integer({ min: 2, max: 5 }),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});
type Case = typeof cases extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** A network of mid-training, with running statistics that are nobody's. */
function drawnNetwork({ seed, ...kind }: Case): Network {
  const architecture: Architecture = { ...kind, imageShape: [32, 32, 3] };
  const random = stream(seed, 'recompute-statistics');
  const drawn = drawParameters(architecture, architecture.imageShape, random);
  const parameters = Object.entries(drawn).map(([name, { shape, values }]) => ({
    name,
    shape,
    values: Float32Array.from(values),
  }));
  const { statistics } = new Network(architecture, parameters);
  const moved = statistics.map(({ name, mean, variance }) => ({
    name,
    mean: mean.map(() => 4 * random() - 2),
    variance: variance.map(() => 0.5 + random()),
  }));
  return new Network(architecture, parameters, moved);
}

/** What each batch norm sees of each batch, in float64: mean with the bias, biased variance, values per channel. */
function seenInFloat64(network: Network, count: number, batchSize: number) {
  const { architecture, parameters } = network;
  return [...batches(set, firstImages(count), batchSize)].map(({ images, labels }) => {
    const input = tensor64(images.shape, images.dataSync());
    images.dispose();
    return referenceForward(architecture, namedTensors(parameters), input, [...labels]).batchStatistics;
  });
}
type Seen = ReturnType<typeof seenInFloat64>;

/** Errors against the mean of the batches' means and of their unbiased variances. */
function errorsOf(found: readonly NormStatistics[], seen: Seen): Record<string, number> {
  const average = (pick: (batch: Seen[number]) => Float64Array) =>
    seen
      .map(pick)
      .reduce((sum, values) => sum.map((value, channel) => value + values[channel]!))
      .map((sum) => sum / seen.length);
  return Object.fromEntries(
    found.flatMap(({ name, mean, variance }) => [
      [
        `${name}.mean`,
        relativeError(
          mean,
          average((batch) => batch[name]!.mean.values),
        ),
      ],
      [
        `${name}.variance`,
        relativeError(
          variance,
          average((batch) => {
            const { variance: biased, count } = batch[name]!;
            return biased.values.map((value) => (value * count) / (count - 1));
          }),
        ),
      ],
    ]),
  );
}

describe('recomputeStatistics', () => {
  beforeAll(async () => {
    await startEngine('wasm');
  });

  // Winograd's transforms, for widths of whole vectors, are off by ten times as much; see `engine-errors.ts`.
  const TOLERANCE = 10 * ENGINE_TOLERANCE;

  it('is the plain mean over batches of what each batch norm sees in training, against float64', async ({
    annotate,
  }) => {
    const worst = new WorstError();
    const property = fc.asyncProperty(cases, async (drawn) => {
      const network = drawnNetwork(drawn);
      const found = await expectNoLeak(() => recomputeStatistics(network, set, COUNT, BATCH));
      expect(found.map(({ name }) => name)).toEqual(network.statistics.map(({ name }) => name));
      const errors = errorsOf(found, seenInFloat64(network, COUNT, BATCH));
      worst.note(errors);
      expect(complaintsOf(errors, TOLERANCE)).toEqual([]);
    });
    await fc.assert(property, { numRuns: 12 });
    await annotate(`worst error ${worst}`);
  });

  // Catches an evaluation that would still trail: one that starts from, or moves, the running statistics.
  it('does not depend on the running statistics, and changes nothing of the network', async () => {
    const property = fc.asyncProperty(cases, async (drawn) => {
      const network = drawnNetwork(drawn);
      const before = structuredClone([network.parameters, network.statistics]);
      const found = await recomputeStatistics(network, set, COUNT, BATCH);
      expect([network.parameters, network.statistics]).toEqual(before);
      const fresh = new Network(network.architecture, network.parameters);
      expect(await recomputeStatistics(fresh, set, COUNT, BATCH)).toEqual(found);
    });
    await fc.assert(property, { numRuns: 8 });
  });

  it('takes the first images only, and others than those give others', async () => {
    const network = drawnNetwork({ blockKind: 'dense', activation: 'relu', depth: 1, width: 4, seed: 1 });
    const beyond = { ...set, images: set.images.slice().fill(7, COUNT * 3072) };
    const within = { ...set, images: set.images.slice().fill(7, (COUNT - 1) * 3072) };
    const found = await recomputeStatistics(network, set, COUNT, BATCH);
    expect(await recomputeStatistics(network, beyond, COUNT, BATCH)).toEqual(found);
    expect(await recomputeStatistics(network, within, COUNT, BATCH)).not.toEqual(found);
  });

  it('hands back what the network has where there is no batch norm', async () => {
    const architecture: Architecture = {
      blockKind: 'convolution',
      activation: 'relu',
      depth: 1,
      width: 2,
      imageShape: [32, 32, 3],
      withoutBatchNorm: true,
    };
    const network = Network.initialised(architecture, 1);
    expect(await recomputeStatistics(network, set, COUNT, BATCH)).toBe(network.statistics);
  });

  // Catches a checker that would pass any statistics: each of these has been somebody's reading of "recomputed".
  describe('is told from', () => {
    const drawn: Case = { blockKind: 'dense', activation: 'sigmoid', depth: 2, width: 4, seed: 5 };
    const complaintsOfWrong = async (
      wrong: (network: Network, seen: Seen) => readonly NormStatistics[] | Promise<readonly NormStatistics[]>,
    ) => {
      const network = drawnNetwork(drawn);
      const seen = seenInFloat64(network, COUNT, BATCH);
      return complaintsOf(errorsOf(await wrong(network, seen), seen), TOLERANCE);
    };
    const batchNorms = ({ statistics }: Network) => statistics.map(({ name }) => name);
    const averaged = (
      seen: Seen,
      name: string,
      part: 'mean' | 'variance',
      weights = seen.map(() => 1 / seen.length),
    ) =>
      Float32Array.from(filled(seen[0]![name]![part].shape).values, (_, channel) =>
        seen.reduce((sum, batch, at) => sum + weights[at]! * batch[name]![part].values[channel]!, 0),
      );

    it('biased variances', async () => {
      const found = await complaintsOfWrong((network, seen) =>
        batchNorms(network).map((name) => ({
          name,
          mean: averaged(seen, name, 'mean'),
          variance: averaged(seen, name, 'variance'),
        })),
      );
      expect(found.map((line) => line.split(':')[0])).toEqual([
        'stem.variance',
        'block1.variance',
        'block2.variance',
      ]);
    });

    it('an average that favours the newest batch', async () => {
      const found = await complaintsOfWrong((network, seen) =>
        batchNorms(network).map((name) => ({
          name,
          mean: averaged(seen, name, 'mean', [0.4, 0.6]),
          variance: averaged(seen, name, 'variance', [0.4, 0.6]).map((value) => (value * 8) / 7),
        })),
      );
      expect(found).toHaveLength(6);
    });

    it('the statistics of all images as one batch', async () => {
      const found = await complaintsOfWrong((network) => recomputeStatistics(network, set, COUNT, COUNT));
      expect(found.length).toBeGreaterThanOrEqual(5); // the stem's mean alone is the same
    });

    it('running statistics, moved by the batches', async () => {
      const found = await complaintsOfWrong(async (network) => {
        for (const { images, labels } of batches(set, firstImages(COUNT), BATCH)) {
          await network.gradients(images, labels).finally(() => images.dispose());
        }
        return network.statistics;
      });
      expect(found).toHaveLength(6);
    });
  });
});

describe('runningMeanLag', () => {
  const layer = (name: string, mean: readonly number[], variance: readonly number[]): NormStatistics => ({
    name,
    mean: Float32Array.from(mean),
    variance: Float32Array.from(variance),
  });

  // Catches a mean of lags with their signs, a variance for a deviation, and the running variance in its place.
  it('is the root mean square over channels of how many standard deviations the running mean is off, per layer', () => {
    const running = [layer('stem', [1, 0], [100, 100]), layer('block1', [0.5, -2, 3], [1, 1, 1])];
    const recomputed = [layer('stem', [4, -8], [9, 4]), layer('block1', [0.5, -2, 3], [7, 8, 9])];
    // Channels of the stem: 3/√9 = 1 and 8/√4 = 4 deviations, but for ε beside 9 and 4; √((1 + 16)/2).
    expect(runningMeanLag(running, recomputed)).toEqual([
      Math.sqrt((9 / (9 + BATCH_NORM_EPSILON) + 64 / (4 + BATCH_NORM_EPSILON)) / 2),
      0,
    ]);
  });

  it('does not change when means and deviations are measured in another unit', () => {
    const lag = (unit: number) =>
      runningMeanLag(
        [layer('stem', [unit, 2 * unit], [1, 1])],
        [layer('stem', [3 * unit, 5 * unit], [unit ** 2, 4 * unit ** 2])],
      );
    expect(lag(4)[0]).toBeCloseTo(lag(1)[0]!, 4); // ε has a unit of its own
  });

  it('is finite for a channel that never varies, as batch norm is', () => {
    const [lag] = runningMeanLag([layer('stem', [1], [1])], [layer('stem', [0], [0])]);
    expect(lag).toBeCloseTo(1 / Math.sqrt(BATCH_NORM_EPSILON), 6);
  });

  it('is NaN, which no record takes, for a layer that was not recomputed', () => {
    expect(runningMeanLag([layer('stem', [1], [1])], [])).toEqual([Number.NaN]);
  });
});

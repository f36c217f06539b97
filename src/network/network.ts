/** The notebook's network: stem, blocks, global average pooling and a dense head. */
import * as tf from '@tensorflow/tfjs-core';
import { type Architecture, blockNames } from './architecture.ts';
import { type BlockParts, type BlockPass, blockEvaluate, blockForward, disposeBetween } from './block.ts';
import { type BodyPass, bodyBackward, bodyForward, disposeBody, firstInput, pooled } from './body.ts';
import type { BatchLoss } from './cross-entropy.ts';
import type { Head } from './head.ts';
import { initialise, type Parameter } from './initialise.ts';
import { linearMaps } from './linear-map.ts';
import {
  type BatchStatistics,
  batchStatistics,
  freshStatistics,
  type NormStatistics,
  updateStatistics,
  withoutBias,
} from './running-statistics.ts';
import { standardise } from './standardise.ts';
import { FEATURES, topGradients, topLogits } from './top.ts';
import { disposeBlocks, uploadBlocks } from './weights.ts';

/** What one batch teaches: its loss and the gradient of the mean loss. */
export interface BatchGradients extends BatchLoss {
  /** One array per parameter, in the order of {@link Network.parameters} and with the same layout. */
  readonly gradients: readonly Float32Array[];
}

/**
 * A network's state (parameters and running statistics) and its uses: gradients of a batch, statistics, and logits.
 *
 * State is kept in plain arrays; tensors live only within a call, so the engine may be any TensorFlow.js backend.
 */
export class Network {
  readonly architecture: Architecture;
  readonly parameters: readonly Parameter[];
  /** Running statistics, one entry per layer with an activation, and one for features that are standardised. */
  readonly statistics: readonly NormStatistics[];
  private readonly names: readonly string[];
  private readonly block: BlockParts;

  constructor(
    architecture: Architecture,
    parameters: readonly Parameter[],
    statistics?: readonly NormStatistics[],
  ) {
    this.architecture = architecture;
    this.parameters = parameters;
    this.names = blockNames(architecture.depth);
    const normalised = architecture.standardisedFeatures ? [...this.names, FEATURES] : this.names;
    this.statistics = statistics ?? freshStatistics(normalised, architecture.width);
    this.block = { map: linearMaps[architecture.blockKind], activation: architecture.activation };
  }

  /** A network with freshly drawn weights; see {@link initialise} for arguments and errors. */
  static initialised(architecture: Architecture, seed: number): Network {
    return new Network(architecture, initialise(architecture, seed));
  }

  /**
   * Runs one batch forward and backward in training mode, and moves the running statistics.
   *
   * @param images - normalised pixels [batch, height, width, channels]; stays the caller's
   * @param labels - class indices [batch]
   * @param lossFactor - what the loss is multiplied by before its gradient is taken
   * @returns loss and gradients of the mean loss times the factor; no tensor is left behind
   * @throws RangeError if a batch norm sees a single value per channel
   */
  async gradients(images: tf.Tensor4D, labels: Uint8Array, lossFactor = 1): Promise<BatchGradients> {
    const blocks = uploadBlocks(this.parameters, this.names);
    let forward: BodyPass | undefined;
    try {
      forward = tf.tidy(() =>
        bodyForward(this.block, firstInput(images, this.architecture.blockKind), blocks),
      );
      const { passes } = forward;
      const features = (await forward.features.data()) as Float32Array;
      const { standardisedFeatures = false } = this.architecture;
      const top = topGradients(features, labels, this.head(), standardisedFeatures, lossFactor);
      const seen = [...(await this.statisticsOf(passes)), ...(top.statistics ? [top.statistics] : [])];
      seen.forEach((batch, index) => {
        updateStatistics(this.statistics[index] as NormStatistics, batch);
      });
      const tensors = tf.tidy(() => bodyBackward(this.block, top.features, passes, blocks, this.names));
      return { ...top.loss, gradients: await this.download(tensors, top.head) };
    } finally {
      if (forward) disposeBody(forward, images);
      disposeBlocks(blocks);
    }
  }

  /**
   * Runs one batch forward in training mode and reads off what each batch norm saw; changes nothing.
   *
   * @param images - normalised pixels [batch, height, width, channels]; stays the caller's
   * @returns one entry per layer with an activation, none without batch norm, and one for features that are standardised
   */
  async batchStatistics(images: tf.Tensor4D): Promise<readonly BatchStatistics[]> {
    const blocks = uploadBlocks(this.parameters, this.names);
    const seen: BatchStatistics[] = [];
    let input = firstInput(images, this.architecture.blockKind);
    try {
      for (const [index, block] of blocks.entries()) {
        const pass = tf.tidy(() => blockForward(this.block, input, block));
        if (input !== images) input.dispose();
        input = pass.output;
        seen.push(...(await this.statisticsOf([pass], index).finally(() => disposeBetween(pass))));
      }
      if (this.architecture.standardisedFeatures) {
        seen.push(standardise(await this.pooledValues(input), this.architecture.width).statistics);
      }
    } finally {
      if (input !== images) input.dispose();
      disposeBlocks(blocks);
    }
    return seen;
  }

  /**
   * Computes logits in evaluation mode; changes nothing.
   *
   * @param images - normalised pixels [batch, height, width, channels]; stays the caller's
   * @param statistics - what batch norm normalises by; the running statistics if absent
   * @returns row-major [batch, classes]
   */
  async logits(
    images: tf.Tensor4D,
    statistics: readonly NormStatistics[] = this.statistics,
  ): Promise<Float32Array> {
    return topLogits(await this.features(images, statistics), this.head(), statistics);
  }

  /**
   * Computes pooled features in evaluation mode; changes nothing.
   *
   * @param images - normalised pixels [batch, height, width, channels]; stays the caller's
   * @param statistics - what batch norm normalises by
   * @returns row-major [batch, width], as they are before any standardisation
   */
  async features(images: tf.Tensor4D, statistics: readonly NormStatistics[]): Promise<Float32Array> {
    const blocks = uploadBlocks(this.parameters, this.names);
    let input = firstInput(images, this.architecture.blockKind);
    try {
      for (const [index, block] of blocks.entries()) {
        const known = statistics[index];
        if (!known) throw new Error(`Network has no statistics for ${this.names[index]}`);
        const linear = withoutBias(known, this.valuesOf(`${this.names[index]}.bias`));
        const output = blockEvaluate(this.block, input, block, linear);
        if (input !== images) input.dispose();
        input = output;
      }
      return await this.pooledValues(input);
    } finally {
      if (input !== images) input.dispose();
      disposeBlocks(blocks);
    }
  }

  private async pooledValues(input: tf.Tensor): Promise<Float32Array> {
    const features = tf.tidy(() => pooled(input));
    const values = (await features.data()) as Float32Array;
    if (features !== input) features.dispose();
    return values;
  }

  private async statisticsOf(passes: readonly BlockPass[], firstLayer = 0): Promise<BatchStatistics[]> {
    const found: BatchStatistics[] = [];
    for (const [index, { statistics, linear }] of passes.entries()) {
      if (!statistics) continue;
      const [mean, variance] = await Promise.all([statistics.mean.data(), statistics.variance.data()]);
      const bias = this.valuesOf(`${this.names[firstLayer + index]}.bias`);
      const count = linear.size / mean.length;
      found.push(batchStatistics(mean as Float32Array, variance as Float32Array, count, bias));
    }
    return found;
  }

  private async download(
    tensors: tf.NamedTensorMap,
    known: Readonly<Record<string, Float32Array>>,
  ): Promise<Float32Array[]> {
    const gradients = this.parameters.map(async ({ name, values }) => {
      // Batch norm subtracts the bias with the mean, so the loss does not depend on it: its gradient is exactly 0.
      const gradient = known[name] ?? ((await tensors[name]?.data()) as Float32Array | undefined);
      return gradient ?? new Float32Array(values.length);
    });
    const arrays = await Promise.all(gradients);
    tf.dispose(tensors);
    return arrays;
  }

  private head(): Head {
    return { kernel: this.valuesOf('head.kernel'), bias: this.valuesOf('head.bias') };
  }

  private valuesOf(parameter: string): Float32Array {
    const found = this.parameters.find(({ name }) => name === parameter);
    if (!found) throw new RangeError(`Network needs a parameter ${parameter}, got none`);
    return found.values;
  }
}

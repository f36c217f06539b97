/** The notebook's network: stem, blocks, global average pooling and a dense head. */
import * as tf from '@tensorflow/tfjs-core';
import { type Architecture, blockNames } from './architecture.ts';
import {
  type BlockKind,
  type BlockPass,
  blockBackward,
  blockEvaluate,
  blockForward,
  disposeBetween,
  disposePass,
} from './block.ts';
import { type BatchLoss, softmaxCrossEntropy } from './cross-entropy.ts';
import { globalAveragePool, globalAveragePoolGradient } from './global-average-pool.ts';
import { type Head, headBackward, headForward } from './head.ts';
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
import { disposeBlocks, uploadBlocks } from './weights.ts';

/** What one batch teaches: its loss and the gradient of the mean loss. */
export interface BatchGradients extends BatchLoss {
  /** One array per parameter, in the order of {@link Network.parameters} and with the same layout. */
  readonly gradients: readonly Float32Array[];
}

type ForwardPass = {
  readonly passes: BlockPass[];
  readonly features: tf.Tensor; // [batch, width]
};

/**
 * A network's state (parameters and running statistics) and its uses: gradients of a batch, statistics, and logits.
 *
 * State is kept in plain arrays; tensors live only within a call, so the engine may be any TensorFlow.js backend.
 */
export class Network {
  readonly architecture: Architecture;
  readonly parameters: readonly Parameter[];
  /** Running statistics, one entry per layer with an activation. */
  readonly statistics: readonly NormStatistics[];
  private readonly names: readonly string[];
  private readonly block: BlockKind;

  constructor(
    architecture: Architecture,
    parameters: readonly Parameter[],
    statistics?: readonly NormStatistics[],
  ) {
    this.architecture = architecture;
    this.parameters = parameters;
    this.names = blockNames(architecture.depth);
    this.statistics = statistics ?? freshStatistics(this.names, architecture.width);
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
   * @returns loss and gradients of the mean loss; no tensor is left behind
   * @throws RangeError if a batch norm sees a single value per channel
   */
  async gradients(images: tf.Tensor4D, labels: Uint8Array): Promise<BatchGradients> {
    const blocks = uploadBlocks(this.parameters, this.names);
    let forward: ForwardPass | undefined;
    try {
      forward = tf.tidy(() => this.forward(images, blocks));
      const { passes } = forward;
      const features = (await forward.features.data()) as Float32Array;
      const head = this.head();
      const loss = softmaxCrossEntropy(headForward(features, head), labels);
      const seen = await this.statisticsOf(passes);
      seen.forEach((batch, index) => {
        updateStatistics(this.statistics[index] as NormStatistics, batch);
      });
      const top = headBackward(loss.gradient, features, head);
      const tensors = tf.tidy(() => this.backward(passes, top.features, blocks));
      const known = { 'head.kernel': top.kernel, 'head.bias': top.bias };
      return { ...loss, gradients: await this.download(tensors, known) };
    } finally {
      if (forward) disposeForward(forward, images);
      disposeBlocks(blocks);
    }
  }

  /**
   * Runs one batch forward in training mode and reads off what each batch norm saw; changes nothing.
   *
   * @param images - normalised pixels [batch, height, width, channels]; stays the caller's
   * @returns one entry per layer with an activation; none without batch norm
   */
  async batchStatistics(images: tf.Tensor4D): Promise<readonly BatchStatistics[]> {
    const blocks = uploadBlocks(this.parameters, this.names);
    const seen: BatchStatistics[] = [];
    let input = this.flattened(images);
    try {
      for (const [index, block] of blocks.entries()) {
        const pass = tf.tidy(() => blockForward(this.block, input, block));
        if (input !== images) input.dispose();
        input = pass.output;
        seen.push(...(await this.statisticsOf([pass], index).finally(() => disposeBetween(pass))));
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
    const blocks = uploadBlocks(this.parameters, this.names);
    let input = this.flattened(images);
    try {
      for (const [index, block] of blocks.entries()) {
        const known = statistics[index];
        if (!known) throw new Error(`Network has no statistics for ${this.names[index]}`);
        const linear = withoutBias(known, this.valuesOf(`${this.names[index]}.bias`));
        const output = blockEvaluate(this.block, input, block, linear);
        if (input !== images) input.dispose();
        input = output;
      }
      const features = tf.tidy(() => this.pooled(input));
      const values = (await features.data()) as Float32Array;
      if (features !== input) features.dispose();
      return headForward(values, this.head());
    } finally {
      if (input !== images) input.dispose();
      disposeBlocks(blocks);
    }
  }

  private forward(images: tf.Tensor4D, blocks: ReturnType<typeof uploadBlocks>): ForwardPass {
    let input = this.flattened(images);
    const passes = blocks.map((block) => {
      const pass = blockForward(this.block, input, block);
      input = pass.output;
      return pass;
    });
    return { passes, features: this.pooled(input) };
  }

  private backward(
    passes: readonly BlockPass[],
    dFeatures: Float32Array,
    blocks: ReturnType<typeof uploadBlocks>,
  ): tf.NamedTensorMap {
    const gradients: tf.NamedTensorMap = {};
    let dy: tf.Tensor | undefined = this.pooledGradient(dFeatures, passes);
    for (const [index, name] of [...this.names.entries()].reverse()) {
      const [pass, block] = [passes[index], blocks[index]];
      if (!pass || !block || !dy) throw new Error(`Network.backward has no forward pass of ${name}`);
      const through = blockBackward(this.block, dy, pass, block, index > 0);
      for (const [part, gradient] of Object.entries(through.weights)) gradients[`${name}.${part}`] = gradient;
      dy = through.input;
    }
    return gradients;
  }

  /** @param first - the layer of the first pass */
  private async statisticsOf(passes: readonly BlockPass[], first = 0): Promise<readonly BatchStatistics[]> {
    const found: BatchStatistics[] = [];
    for (const [index, { statistics, linear }] of passes.entries()) {
      if (!statistics) continue;
      const [mean, variance] = await Promise.all([statistics.mean.data(), statistics.variance.data()]);
      const bias = this.valuesOf(`${this.names[first + index]}.bias`);
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
      return (
        known[name] ?? ((await tensors[name]?.data()) as Float32Array) ?? new Float32Array(values.length)
      );
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

  private flattened(images: tf.Tensor4D): tf.Tensor {
    return this.architecture.blockKind === 'dense' ? tf.reshape(images, [images.shape[0], -1]) : images;
  }

  private pooled(output: tf.Tensor): tf.Tensor {
    return output.rank === 4 ? globalAveragePool(output as tf.Tensor4D) : output;
  }

  private pooledGradient(dFeatures: Float32Array, passes: readonly BlockPass[]): tf.Tensor {
    const shape = passes.at(-1)?.output.shape ?? [];
    const tensor = tf.tensor2d(dFeatures, [shape[0] ?? 0, shape.at(-1) ?? 0]);
    return shape.length === 4 ? globalAveragePoolGradient(tensor, shape) : tensor;
  }
}

// The first block's input is the caller's images, or a reshaped copy of them that only the pass refers to.
function disposeForward({ passes, features }: ForwardPass, images: tf.Tensor4D): void {
  passes.forEach(disposePass);
  const input = passes[0]?.input;
  tf.dispose([features, input === images ? undefined : input]);
}

/** The network under study: a stem and `depth` blocks, global average pooling, and a dense head. */
import * as tf from '@tensorflow/tfjs-core';
import { type Architecture, blockNames } from './architecture.ts';
import {
  type BlockKind,
  type BlockPass,
  blockBackward,
  blockEvaluate,
  blockForward,
  disposePass,
} from './block.ts';
import { type BatchLoss, softmaxCrossEntropy } from './cross-entropy.ts';
import { globalAveragePool, globalAveragePoolGradient } from './global-average-pool.ts';
import { initialise, type Parameter } from './initialise.ts';
import { dense, linearMaps } from './linear-map.ts';
import { freshStatistics, type RunningStatistics, updateStatistics } from './running-statistics.ts';
import { disposeWeights, type NetworkWeights, uploadWeights } from './weights.ts';

/** What one batch teaches: its loss and the gradient of the mean loss. */
export interface BatchGradients extends BatchLoss {
  /** One array a parameter, in the order of {@link Network.parameters} and with the same layout. */
  readonly gradients: readonly Float32Array[];
}

type ForwardPass = {
  readonly passes: BlockPass[];
  readonly features: tf.Tensor; // [batch, width]
  readonly logits: tf.Tensor; // [batch, classes]
};

/**
 * A network's state (parameters and running statistics) and its two uses: gradients of a batch, and logits.
 *
 * State is kept in plain arrays; tensors live only within a call, so the engine may be any TensorFlow.js backend.
 */
export class Network {
  readonly architecture: Architecture;
  readonly parameters: readonly Parameter[];
  readonly statistics: readonly RunningStatistics[];
  private readonly names: readonly string[];
  private readonly block: BlockKind;

  constructor(
    architecture: Architecture,
    parameters: readonly Parameter[],
    statistics?: readonly RunningStatistics[],
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
   * @throws RangeError if a batch norm sees a single value a channel
   */
  async gradients(images: tf.Tensor4D, labels: Uint8Array): Promise<BatchGradients> {
    const weights = uploadWeights(this.parameters, this.names);
    let forward: ForwardPass | undefined;
    try {
      forward = tf.tidy(() => this.forward(images, weights));
      const loss = softmaxCrossEntropy((await forward.logits.data()) as Float32Array, labels);
      await this.moveStatistics(forward.passes);
      const pass = forward;
      const tensors = tf.tidy(() => this.backward(pass, loss.gradient, weights));
      return { ...loss, gradients: await this.download(tensors) };
    } finally {
      if (forward) disposeForward(forward, images);
      disposeWeights(weights);
    }
  }

  /**
   * Computes logits in evaluation mode, by the running statistics; changes nothing.
   *
   * @param images - normalised pixels [batch, height, width, channels]; stays the caller's
   * @returns row-major [batch, classes]
   */
  async logits(images: tf.Tensor4D): Promise<Float32Array> {
    const weights = uploadWeights(this.parameters, this.names);
    let logits: tf.Tensor | undefined;
    try {
      logits = tf.tidy(() => this.evaluate(images, weights));
      return (await logits.data()) as Float32Array;
    } finally {
      logits?.dispose();
      disposeWeights(weights);
    }
  }

  private evaluate(images: tf.Tensor4D, weights: NetworkWeights): tf.Tensor {
    const output = weights.blocks.reduce((input, block, index) => {
      const statistics = this.statistics[index];
      if (!statistics) throw new Error(`Network has no running statistics for layer ${index}`);
      return blockEvaluate(this.block, input, block, statistics);
    }, this.flattened(images));
    return headForward(this.pooled(output), weights);
  }

  private forward(images: tf.Tensor4D, weights: NetworkWeights): ForwardPass {
    let input = this.flattened(images);
    const passes = weights.blocks.map((block) => {
      const pass = blockForward(this.block, input, block);
      input = pass.output;
      return pass;
    });
    const features = this.pooled(input);
    return { passes, features, logits: headForward(features, weights) };
  }

  private backward(
    forward: ForwardPass,
    lossGradient: Float32Array,
    weights: NetworkWeights,
  ): tf.NamedTensorMap {
    const { passes, features, logits } = forward;
    const dLogits = tf.tensor(lossGradient, logits.shape);
    const gradients: tf.NamedTensorMap = {
      'head.kernel': dense.kernelGradient(features, dLogits, weights.head.kernel.shape),
      'head.bias': tf.sum(dLogits, 0),
    };
    const dFeatures = dense.inputGradient(dLogits, weights.head.kernel, features.shape);
    let dy: tf.Tensor | undefined = this.pooledGradient(dFeatures, passes);
    for (const [index, name] of [...this.names.entries()].reverse()) {
      const [pass, block] = [passes[index], weights.blocks[index]];
      if (!pass || !block || !dy) throw new Error(`Network.backward has no forward pass of ${name}`);
      const through = blockBackward(this.block, dy, pass, block, index > 0);
      for (const [part, gradient] of Object.entries(through.weights)) gradients[`${name}.${part}`] = gradient;
      dy = through.input;
    }
    return gradients;
  }

  private async moveStatistics(passes: readonly BlockPass[]): Promise<void> {
    for (const [index, { statistics, output }] of passes.entries()) {
      if (!statistics) continue;
      const [mean, variance] = await Promise.all([statistics.mean.data(), statistics.variance.data()]);
      const running = this.statistics[index];
      const bias = this.parameters.find(({ name }) => name === `${running?.name}.bias`);
      if (!running || !bias) throw new Error(`Network has no running statistics for layer ${index}`);
      const count = output.size / mean.length;
      const batch = { mean: mean as Float32Array, variance: variance as Float32Array, count };
      updateStatistics(running, batch, bias.values);
    }
  }

  private async download(tensors: tf.NamedTensorMap): Promise<Float32Array[]> {
    const gradients = this.parameters.map(async ({ name, values }) => {
      const tensor = tensors[name];
      // Batch norm subtracts the bias with the mean, so the loss does not depend on it: its gradient is exactly 0.
      if (!tensor) return new Float32Array(values.length);
      return (await tensor.data()) as Float32Array;
    });
    const arrays = await Promise.all(gradients);
    tf.dispose(tensors);
    return arrays;
  }

  private flattened(images: tf.Tensor4D): tf.Tensor {
    return this.architecture.blockKind === 'dense' ? tf.reshape(images, [images.shape[0], -1]) : images;
  }

  private pooled(output: tf.Tensor): tf.Tensor {
    return output.rank === 4 ? globalAveragePool(output as tf.Tensor4D) : output;
  }

  private pooledGradient(dFeatures: tf.Tensor, passes: readonly BlockPass[]): tf.Tensor {
    const output = passes.at(-1)?.output;
    return output?.rank === 4 ? globalAveragePoolGradient(dFeatures as tf.Tensor2D, output.shape) : dFeatures;
  }
}

function headForward(features: tf.Tensor, { head }: NetworkWeights): tf.Tensor {
  return dense.applyWithBias(features, head.kernel, head.bias);
}

// The first block's input is the caller's images, or a reshaped copy of them that only the pass refers to.
function disposeForward({ passes, features, logits }: ForwardPass, images: tf.Tensor4D): void {
  passes.forEach(disposePass);
  const input = passes[0]?.input;
  tf.dispose([features, logits, input === images ? undefined : input]);
}

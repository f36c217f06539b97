/** Kernels with one mistake each, for the check of the engine's gradients to catch. */
import * as tf from '@tensorflow/tfjs-core';
import { customKernel } from '../../src/engine/custom-kernels.ts';
import { type ActivationName, activations } from '../../src/network/activations.ts';

export interface EngineMutant {
  readonly mistake: string;
  readonly activation: ActivationName;
  readonly kernelName: string;
  readonly plant: (right: tf.KernelFunc) => tf.KernelFunc;
}

type Inputs = Readonly<Record<string, tf.Tensor>>;

/** Each wrong in one way only; every one of them has been somebody's bug. */
export const engineMutants: readonly EngineMutant[] = [
  filterGradient('has its rows and columns transposed', (right) => tf.transpose(right, [1, 0, 2, 3])),
  filterGradient('is flipped', (right) => tf.reverse(right, [0, 1])),
  filterGradient('is 1 % too large', (right) => tf.mul(right, 1.01)),
  filterGradient('lost its last input channel', (right) => withoutLast(right, 2)),
  filterGradient('lost its last output channel', (right) => withoutLast(right, 3)),
  filterGradient('has the channels of in and out exchanged', (right) =>
    right.shape[2] === right.shape[3] ? tf.transpose(right, [0, 1, 3, 2]) : right,
  ),
  operand(tf.Conv2DBackpropFilter, 'dy', 'the filter gradient leaves out the last row of pixels', 1),
  operand(tf.Conv2DBackpropFilter, 'dy', 'the filter gradient leaves out the last image', 0),
  operand(tf.Conv2DBackpropInput, 'dy', 'the input gradient leaves out the last row of pixels', 1),
  operand(tf.Conv2DBackpropInput, 'dy', 'the input gradient leaves out the last output channel', 3),
  inputGradient('does not flip the kernel', (filter) => tf.transpose(filter, [0, 1, 3, 2])),
  inputGradient('does not transpose the channels', (filter) => tf.reverse(filter, [0, 1])),
  inputGradient('is 1 % too small', (filter) =>
    tf.mul(tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]), 0.99),
  ),
  operand(tf.Conv2D, 'x', 'the convolution takes the last column of pixels for padding', 2),
  batchNorm('lacks its mean term', { mean: 0 }),
  batchNorm('lacks its variance term', { variance: 0 }),
  batchNorm('lacks the 1/N of its mean term', { mean: 16 }),
  batchNorm('normalises with the ε of Keras', { epsilon: 1e-3 }),
  batchNorm('has ReLU’s mask shifted to y > ¼', { kink: 0.25 }),
  evaluation('takes the mean for the variance and the variance for the mean', {
    exchanged: true,
  }),
  evaluation('normalises with the ε of Keras', { epsilon: 1e-3 }),
];

function withoutLast(tensor: tf.Tensor, axis: number): tf.Tensor {
  const kept = [...tensor.shape];
  kept[axis] = (kept[axis] ?? 1) - 1;
  const padding = tensor.shape.map((_, at): [number, number] => [0, at === axis ? 1 : 0]);
  return tf.pad(
    tf.slice(
      tensor,
      tensor.shape.map(() => 0),
      kept,
    ),
    padding,
  );
}

function filterGradient(mistake: string, change: (right: tf.Tensor) => tf.Tensor): EngineMutant {
  return {
    mistake: `the filter gradient ${mistake}`,
    activation: 'sigmoid',
    kernelName: tf.Conv2DBackpropFilter,
    plant: (right) => (args) =>
      tf.tidy(() => change(tf.engine().makeTensorFromTensorInfo(right(args) as tf.TensorInfo))),
  };
}

/** One operand without the last of one of its axes. */
function operand(kernelName: string, name: string, mistake: string, axis: number): EngineMutant {
  return {
    mistake,
    activation: 'sigmoid',
    kernelName,
    plant: (right) => (args) =>
      tf.tidy(() => {
        const cut = withoutLast((args.inputs as Inputs)[name] as tf.Tensor, axis);
        const result = right({ ...args, inputs: { ...args.inputs, [name]: cut } });
        return tf.engine().makeTensorFromTensorInfo(result as tf.TensorInfo);
      }),
  };
}

/** The input gradient as a convolution of ∂L/∂y with a kernel made from the forward one. */
function inputGradient(mistake: string, backKernel: (filter: tf.Tensor) => tf.Tensor): EngineMutant {
  return {
    mistake: `the input gradient ${mistake}`,
    activation: 'sigmoid',
    kernelName: tf.Conv2DBackpropInput,
    plant: () => (args) => {
      const { dy, filter } = args.inputs as unknown as Record<'dy' | 'filter', tf.Tensor4D>;
      return tf.tidy(() => tf.conv2d(dy, backKernel(filter) as tf.Tensor4D, 1, 'same'));
    },
  };
}

interface BatchNormPart {
  readonly mean?: number;
  readonly variance?: number;
  readonly epsilon?: number;
  readonly kink?: number;
}

/** The fused backward kernel as the paper's formula, with its terms weighted wrongly. */
function batchNorm(
  mistake: string,
  { mean: meanShare = 1, variance: varianceShare = 1, epsilon = 1e-5, kink = 0 }: BatchNormPart,
): EngineMutant {
  const kernelFunc: tf.KernelFunc = ({ inputs }) => {
    const { dy, x, y, gamma, mean, variance } = inputs as unknown as Record<string, tf.Tensor>;
    return tf.tidy(() => {
      const axes = x!.shape.slice(0, -1).map((_, axis) => axis);
      const inverse = tf.rsqrt(tf.add(variance!, epsilon));
      const normalised = tf.mul(tf.sub(x!, mean!), inverse);
      const dz = activations.relu.gradient(dy!, tf.relu(tf.sub(y!, kink)), () => y!);
      const centred = tf.sub(dz, tf.mul(tf.mean(dz, axes), meanShare));
      const along = tf.mul(normalised, tf.mul(tf.mean(tf.mul(dz, normalised), axes), varianceShare));
      const dx = tf.mul(tf.sub(centred, along), tf.mul(gamma!, inverse));
      return [dx, tf.sum(tf.mul(dz, normalised), axes), tf.sum(dz, axes)];
    });
  };
  return {
    mistake: `batch norm’s gradient ${mistake}`,
    activation: 'relu',
    kernelName: 'BatchNormActivationGrad/relu',
    plant: () => kernelFunc,
  };
}

/** Batch norm in evaluation: the engine's own kernel if it has one, else TensorFlow.js's, which training does not use. */
function evaluation(
  mistake: string,
  { exchanged = false, epsilon = 1e-5 }: { readonly exchanged?: boolean; readonly epsilon?: number },
): EngineMutant {
  return {
    mistake: `the evaluation ${mistake}`,
    activation: 'sigmoid',
    get kernelName() {
      return customKernel('NormaliseActivation/sigmoid') ?? tf.FusedBatchNorm;
    },
    plant: (right) => (args) => {
      const { mean, variance } = args.inputs;
      const inputs = exchanged ? { ...args.inputs, mean: variance, variance: mean } : args.inputs;
      return right({ ...args, inputs, attrs: { ...args.attrs, epsilon, varianceEpsilon: epsilon } });
    },
  };
}

/** Not a mutant: the right formula by the same road, to show that it is the mistakes that are caught. */
export const rightByAnotherRoad: EngineMutant = batchNorm('is right', {});

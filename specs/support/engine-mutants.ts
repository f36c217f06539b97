/** Kernels with one mistake each, for the check of the engine's gradients to catch. */
import * as tf from '@tensorflow/tfjs-core';
import {
  type Activation,
  type ActivationName,
  activationNames,
  activations,
} from '../../src/network/activations.ts';

export interface EngineMutant {
  readonly mistake: string;
  readonly activation: ActivationName;
  readonly withoutBatchNorm?: true;
  readonly kernelName: string;
  readonly plant: (right: tf.KernelFunc) => tf.KernelFunc;
}

type Inputs = Readonly<Record<string, tf.Tensor>>;

/** A derivative with one mistake, to be put in a kernel or in the table. */
export interface WrongDerivative {
  readonly activation: ActivationName;
  readonly mistake: string;
  readonly gradient: Activation['gradient'];
}

const derivative = (
  activation: ActivationName,
  mistake: string,
  slope: (y: tf.Tensor, z: () => tf.Tensor) => tf.Tensor,
): WrongDerivative => ({ activation, mistake, gradient: (dy, y, z) => tf.mul(dy, slope(y, z)) });
const sigmoidSlope = (y: tf.Tensor) => tf.mul(y, tf.sub(1, y));

/** At least one for each activation. */
export const wrongDerivatives: readonly WrongDerivative[] = [
  derivative('relu', 'ReLU’s mask is shifted to y > ¼', (y) => tf.step(tf.sub(y, 0.25))),
  derivative('relu', 'ReLU’s mask is shifted by one channel', (y) => tf.step(shiftedChannels(y))),
  derivative('sigmoid', 'σ′ is evaluated at the output', (y) => sigmoidSlope(tf.sigmoid(y))),
  derivative('identity', 'the identity’s slope is 1 % too large', (y) => tf.fill(y.shape, 1.01)),
  derivative('tanh', 'tanh′ is 1 − y, without the square', (y) => tf.sub(1, y)),
  derivative(
    'centredSigmoid',
    'the derivative of σ − ½ is y(1 − y), as if ½ had not been taken off',
    sigmoidSlope,
  ),
  derivative('centredSigmoid', 'the derivative of σ − ½ is ½ − y²', (y) => tf.sub(0.5, tf.square(y))),
  derivative('rectifiedSigmoid', 'the derivative of max(½, σ) is not masked: ¼ below the kink', sigmoidSlope),
  derivative('rectifiedSigmoid', 'the mask of max(½, σ) is shifted to z > ¼', (y, z) =>
    tf.mul(sigmoidSlope(y), tf.step(tf.sub(z(), 0.25))),
  ),
];

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
  ...wrongDerivatives.flatMap((wrong) => [
    batchNorm(`has a wrong derivative: ${wrong.mistake}`, wrong),
    biasActivation(`has a wrong derivative: ${wrong.mistake}`, wrong),
  ]),
  evaluation('takes the mean for the variance and the variance for the mean', {
    exchanged: true,
  }),
  evaluation('normalises with the ε of Keras', { epsilon: 1e-3 }),
];

/** Each channel's values where the channel before it belongs. */
function shiftedChannels(tensor: tf.Tensor): tf.Tensor {
  const axis = tensor.rank - 1;
  const [first, rest] = tf.split(tensor, [1, (tensor.shape[axis] ?? 1) - 1], axis) as [tf.Tensor, tf.Tensor];
  return tf.concat([rest, first], axis);
}

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
  readonly activation?: ActivationName;
  readonly gradient?: Activation['gradient'];
}

/** The fused backward kernel as the paper's formula, with its terms weighted wrongly. */
function batchNorm(
  mistake: string,
  { mean: meanShare = 1, variance: varianceShare = 1, epsilon = 1e-5, ...part }: BatchNormPart,
): EngineMutant {
  const { activation = 'relu', gradient = activations[activation].gradient } = part;
  const kernelFunc: tf.KernelFunc = ({ inputs }) => {
    const { dy, x, y, gamma, beta, mean, variance } = inputs as unknown as Record<string, tf.Tensor>;
    return tf.tidy(() => {
      const axes = x!.shape.slice(0, -1).map((_, axis) => axis);
      const inverse = tf.rsqrt(tf.add(variance!, epsilon));
      const normalised = tf.mul(tf.sub(x!, mean!), inverse);
      const dz = gradient(dy!, y!, () => tf.add(tf.mul(normalised, gamma!), beta!));
      const centred = tf.sub(dz, tf.mul(tf.mean(dz, axes), meanShare));
      const along = tf.mul(normalised, tf.mul(tf.mean(tf.mul(dz, normalised), axes), varianceShare));
      const dx = tf.mul(tf.sub(centred, along), tf.mul(gamma!, inverse));
      return [dx, tf.sum(tf.mul(dz, normalised), axes), tf.sum(dz, axes)];
    });
  };
  return {
    mistake: `batch norm’s gradient ${mistake}`,
    activation,
    kernelName: `BatchNormActivationGrad/${activation}`,
    plant: () => kernelFunc,
  };
}

/** The fused kernel of evaluation, given other statistics or another ε. */
function evaluation(
  mistake: string,
  { exchanged = false, epsilon = 1e-5 }: { readonly exchanged?: boolean; readonly epsilon?: number },
): EngineMutant {
  return {
    mistake: `the evaluation ${mistake}`,
    activation: 'sigmoid',
    kernelName: 'NormaliseActivation/sigmoid',
    plant: (right) => (args) => {
      const { mean, variance } = args.inputs;
      const inputs = exchanged ? { ...args.inputs, mean: variance, variance: mean } : args.inputs;
      return right({ ...args, inputs, attrs: { ...args.attrs, epsilon } });
    },
  };
}

/** The fused backward kernel of the ablation without batch norm, as bias and activation apart. */
function biasActivation(
  mistake: string,
  { activation, gradient }: Pick<WrongDerivative, 'activation' | 'gradient'>,
): EngineMutant {
  const kernelFunc: tf.KernelFunc = ({ inputs }) => {
    const { dy, x, y, bias } = inputs as unknown as Record<string, tf.Tensor>;
    return tf.tidy(() => {
      const dx = gradient(dy!, y!, () => tf.add(x!, bias!));
      return [
        dx,
        tf.sum(
          dx,
          x!.shape.slice(0, -1).map((_, axis) => axis),
        ),
      ];
    });
  };
  return {
    mistake: `the gradient without batch norm ${mistake}`,
    activation,
    withoutBatchNorm: true,
    kernelName: `BiasActivationGrad/${activation}`,
    plant: () => kernelFunc,
  };
}

/** Not mutants: the right formulas by the same roads, to show that it is the mistakes that are caught. */
export const rightByAnotherRoad: readonly EngineMutant[] = activationNames.flatMap((activation) => {
  const { gradient } = activations[activation];
  return [
    batchNorm('is right', { activation, gradient }),
    biasActivation('is right', { activation, gradient }),
  ];
});

/** Layers with one planted mistake each in their backward pass, for the gradient check to catch. */
import type { LayerName } from './gradient-claims.ts';
import { type ReferenceLayers, referenceLayers } from './reference-layers.ts';
import { channelsOf, filled, mapTensor, sizeOf, type Tensor64 } from './tensor64.ts';

export interface Mutant {
  readonly mistake: string;
  readonly layer: LayerName; // where it shows
  readonly layers: ReferenceLayers;
}

const { activate, batchNorm, convolve, dense, globalAveragePool, softmaxCrossEntropy } = referenceLayers;

/** Each wrong in one way only; every one of them has been somebody's bug. */
export const mutants: readonly Mutant[] = [
  {
    mistake: 'σ′ is evaluated at the output instead of the input',
    layer: 'sigmoid',
    layers: withActivationSlope((input, slope, value) => (at) => slope(value(input[at]!))),
  },
  {
    mistake: "ReLU's mask is shifted by one element",
    layer: 'relu',
    layers: withActivationSlope((input, slope) => (at) => slope(input[(at + 1) % input.length]!)),
  },
  {
    mistake: "ReLU's mask is shifted to x > ¼",
    layer: 'relu',
    layers: withActivationSlope((input, slope) => (at) => slope(input[at]! - 0.25)),
  },
  {
    mistake: 'the identity’s slope is 1 % too large',
    layer: 'identity',
    layers: withActivationSlope(() => () => 1.01),
  },
  {
    mistake: 'tanh′ is 1 − y, without the square',
    layer: 'tanh',
    layers: withActivationSlope((input, _, value) => (at) => 1 - value(input[at]!)),
  },
  {
    mistake: 'the derivative of σ − ½ is y(1 − y), as if ½ had not been taken off',
    layer: 'centredSigmoid',
    layers: withActivationSlope((input, _, value) => (at) => value(input[at]!) * (1 - value(input[at]!))),
  },
  {
    mistake: 'the derivative of σ − ½ is ½ − y²',
    layer: 'centredSigmoid',
    layers: withActivationSlope((input, _, value) => (at) => 0.5 - value(input[at]!) ** 2),
  },
  {
    mistake: 'the derivative of max(½, σ) is not masked: ¼ below the kink',
    layer: 'rectifiedSigmoid',
    layers: withActivationSlope((input, _, value) => (at) => value(input[at]!) * (1 - value(input[at]!))),
  },
  {
    mistake: 'the mask of max(½, σ) is shifted to x > ¼',
    layer: 'rectifiedSigmoid',
    layers: withActivationSlope((input, slope) => (at) => (input[at]! > 0.25 ? slope(input[at]!) : 0)),
  },
  {
    mistake: 'batch norm lacks its mean term',
    layer: 'batchNorm',
    // The mean term is what centres the gradient: adding γ·mean(∂L/∂y)/σ back takes it out.
    layers: withBatchNormInput((right, { share, gradient }) => right + share * gradient.beta),
  },
  {
    mistake: 'batch norm lacks its variance term',
    layer: 'batchNorm',
    layers: withBatchNormInput(
      (right, { share, gradient, normalised }) => right + share * gradient.gamma * normalised,
    ),
  },
  {
    mistake: 'the loss lacks 1/N',
    layer: 'softmaxCrossEntropy',
    layers: {
      ...referenceLayers,
      softmaxCrossEntropy: (logits, labels) => {
        const pass = softmaxCrossEntropy(logits, labels);
        return { ...pass, backward: () => scaled(pass.backward(), labels.length) };
      },
    },
  },
  {
    mistake: 'the pool lacks 1/(height × width)',
    layer: 'globalAveragePool',
    layers: {
      ...referenceLayers,
      globalAveragePool: (input) => {
        const pass = globalAveragePool(input);
        const pixels = input.shape[1]! * input.shape[2]!;
        return { ...pass, backward: (gradient) => scaled(pass.backward(gradient), pixels) };
      },
    },
  },
  {
    mistake: 'the kernel is not flipped on the way back',
    layer: 'convolve',
    layers: withConvolution((kernel) => ({ backKernel: channelsSwapped(kernel) })),
  },
  {
    mistake: 'the kernel is flipped but its channels are not transposed',
    layer: 'convolve',
    layers: withConvolution((kernel) => ({ backKernel: tapsMoved(kernel, flip) })),
  },
  {
    mistake: "the kernel's gradient has rows and columns transposed",
    layer: 'convolve',
    layers: withConvolution((kernel) => ({ backKernel: rightBackKernel(kernel), kernelTaps: transpose })),
  },
  {
    mistake: 'the dense kernel is not transposed on the way back',
    layer: 'dense',
    layers: {
      ...referenceLayers,
      dense: (input, kernel, bias) => {
        const pass = dense(input, kernel, bias);
        const unfit = kernel.shape[0] !== kernel.shape[1]; // then the shapes themselves would give it away
        const wrong = (gradient: Tensor64) => dense(gradient, kernel, filled(bias.shape)).output;
        return {
          ...pass,
          backward: (g) => (unfit ? pass.backward(g) : { ...pass.backward(g), input: wrong(g) }),
        };
      },
    },
  },
  {
    mistake: 'a gradient is 1 % too large',
    layer: 'convolve',
    layers: withConvolution((kernel) => ({ backKernel: scaled(rightBackKernel(kernel), 1.01) })),
  },
];

/** Not a mutant: the convolution's input gradient by another road, to show that `withConvolution` is sound. */
export const rightByAnotherRoad = withConvolution((kernel) => ({ backKernel: rightBackKernel(kernel) }));

type Slope = (x: number) => number;

function withActivationSlope(
  slopeAt: (input: Float64Array, slope: Slope, value: Slope) => (at: number) => number,
): ReferenceLayers {
  return {
    ...referenceLayers,
    activate: (input, activation) => {
      const factor = slopeAt(input.values, activation.slope, activation.value);
      return {
        ...activate(input, activation),
        backward: (gradient) => mapTensor(gradient, (g, at) => g * factor(at)),
      };
    },
  };
}

interface BatchNormElement {
  readonly share: number; // γ / (σ · count)
  readonly normalised: number; // x̂
  readonly gradient: { readonly gamma: number; readonly beta: number };
}

function withBatchNormInput(change: (right: number, element: BatchNormElement) => number): ReferenceLayers {
  return {
    ...referenceLayers,
    batchNorm: (input, gamma, beta) => {
      const pass = batchNorm(input, gamma, beta);
      const channels = channelsOf(input);
      const { count } = pass.statistics;
      const unscaled = batchNorm(input, filled([channels], 1), filled([channels])).output.values;
      const backward = (outputGradient: Tensor64) => {
        const right = pass.backward(outputGradient);
        const wrong = mapTensor(right.input, (value, at) => {
          const c = at % channels;
          const share = gamma.values[c]! / Math.sqrt(pass.statistics.variance.values[c]! + 1e-5) / count;
          const gradient = { gamma: right.gamma.values[c]!, beta: right.beta.values[c]! };
          return change(value, { share, gradient, normalised: unscaled[at]! });
        });
        return { ...right, input: wrong };
      };
      return { ...pass, backward };
    },
  };
}

/** The input gradient as a convolution of the output gradient with `backKernel`; kernel taps moved if told. */
function withConvolution(
  plan: (kernel: Tensor64) => {
    readonly backKernel: Tensor64;
    readonly kernelTaps?: (tap: number) => number;
  },
): ReferenceLayers {
  return {
    ...referenceLayers,
    convolve: (input, kernel, bias) => {
      const pass = convolve(input, kernel, bias);
      const { backKernel, kernelTaps } = plan(kernel);
      const backward = (gradient: Tensor64) => {
        const right = pass.backward(gradient);
        if (backKernel.shape[2] !== channelsOf(gradient)) return right; // the shapes themselves would give it away
        return {
          ...right,
          kernel: kernelTaps ? tapsMoved(right.kernel, kernelTaps) : right.kernel,
          input: convolve(gradient, backKernel, filled([channelsOf(backKernel)])).output,
        };
      };
      return { ...pass, backward };
    },
  };
}

const flip = (tap: number) => 8 - tap;
const transpose = (tap: number) => (tap % 3) * 3 + Math.floor(tap / 3);
const rightBackKernel = (kernel: Tensor64) => channelsSwapped(tapsMoved(kernel, flip));
const scaled = (tensor: Tensor64, factor: number) => mapTensor(tensor, (value) => factor * value);

function tapsMoved(kernel: Tensor64, source: (tap: number) => number): Tensor64 {
  const size = sizeOf(kernel.shape.slice(2));
  return mapTensor(kernel, (_, at) => kernel.values[source(Math.floor(at / size)) * size + (at % size)]!);
}

function channelsSwapped(kernel: Tensor64): Tensor64 {
  const [rows, columns, inChannels, outChannels] = kernel.shape as [number, number, number, number];
  const size = inChannels * outChannels;
  return mapTensor(filled([rows, columns, outChannels, inChannels]), (_, at) => {
    const [tap, o, i] = [Math.floor(at / size), Math.floor((at % size) / inChannels), at % inChannels];
    return kernel.values[tap * size + i * outChannels + o]!;
  });
}

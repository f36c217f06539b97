/** Adam as PyTorch computes it: ε is added after the root of the bias-corrected second moment. */
import { filled, mapTensor, type NamedTensors, type Tensor64 } from './tensor64.ts';

export interface AdamState {
  readonly step: number; // steps taken
  readonly first: NamedTensors; // running mean of gradients
  readonly second: NamedTensors; // running mean of squared gradients
}

export interface AdamSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The notebook's learning rate; the rest are PyTorch's defaults. */
export const ADAM_SETTINGS: AdamSettings = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** The state before the first step: all moments zero. */
export function initialAdamState(parameters: NamedTensors): AdamState {
  const zeros = mapNamed(parameters, ({ shape }) => filled(shape));
  return { step: 0, first: zeros, second: zeros };
}

/**
 * Takes one step.
 * @param gradients - named and shaped as the parameters
 * @returns new parameters and state; the arguments are left as they were
 * @see Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1
 */
export function referenceAdam(
  parameters: NamedTensors,
  gradients: NamedTensors,
  state: AdamState,
  settings: AdamSettings = ADAM_SETTINGS,
): { readonly parameters: NamedTensors; readonly state: AdamState } {
  const { learningRate, beta1, beta2, epsilon } = settings;
  const step = state.step + 1;
  const moved = (moments: NamedTensors, decay: number, power: number) =>
    mapNamed(moments, (moment, name) =>
      mapTensor(moment, (value, at) => decay * value + (1 - decay) * gradients[name]!.values[at]! ** power),
    );
  const first = moved(state.first, beta1, 1);
  const second = moved(state.second, beta2, 2);
  const updated = mapNamed(parameters, (parameter, name) =>
    mapTensor(parameter, (value, at) => {
      const mean = first[name]!.values[at]! / (1 - beta1 ** step);
      const meanSquare = second[name]!.values[at]! / (1 - beta2 ** step);
      return value - (learningRate * mean) / (Math.sqrt(meanSquare) + epsilon);
    }),
  );
  return { parameters: updated, state: { step, first, second } };
}

function mapNamed(tensors: NamedTensors, change: (tensor: Tensor64, name: string) => Tensor64): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor, name)]));
}

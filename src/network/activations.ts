/** The activation functions, one entry each: what they compute, and how readers know them. */
import * as tf from '@tensorflow/tfjs-core';

/** An activation as the network uses it, applied forward and pulled back through by its own derivative; and its looks. */
export interface Activation {
  /** Its name as a reader expects it. */
  readonly label: string;
  /** Its colour in figures on a light and on a dark page, `#rrggbb`; apart from all others for every kind of eye. */
  readonly colour: { readonly light: string; readonly dark: string };
  /** y = act(z), elementwise; a new tensor, the caller's to dispose. */
  apply(z: tf.Tensor): tf.Tensor;
  /**
   * ∂L/∂z from ∂L/∂y; a new tensor, the caller's to dispose. Prefer the output `y`; call `z()` only if the derivative
   * cannot be had from `y`, because the network keeps `y` anyway and has to compute `z` again.
   */
  gradient(dy: tf.Tensor, y: tf.Tensor, z: () => tf.Tensor): tf.Tensor;
}

const table = {
  /** max(0, z); its derivative at the kink is taken as 0, as PyTorch takes it. */
  relu: {
    label: 'ReLU',
    colour: { light: '#0b63c4', dark: '#6cb6ff' },
    apply: (z) => tf.relu(z),
    gradient: (dy, y) => tf.mul(dy, tf.step(y)),
  },
  /** 1 / (1 + e⁻ᶻ); σ′ = σ(1 − σ) ≤ ¼, which is the root of the notebook's vanishing-gradient argument. */
  sigmoid: {
    label: 'Sigmoid',
    colour: { light: '#c2410c', dark: '#f69d50' },
    apply: (z) => tf.sigmoid(z),
    gradient: (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  },
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof table;

export const activations: Readonly<Record<ActivationName, Activation>> = table;

export const activationNames = Object.keys(table) as readonly ActivationName[];

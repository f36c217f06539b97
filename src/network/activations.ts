/** The activation functions: what they compute, and how readers know them. */
import * as tf from '@tensorflow/tfjs-core';

/** An activation as the network uses it, applied forward, and its gradient. */
export interface Activation {
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
    apply: (z) => tf.relu(z),
    gradient: (dy, y) => tf.mul(dy, tf.step(y)),
  },
  /** 1 / (1 + e⁻ᶻ); σ′ = σ(1 − σ) ≤ ¼, which is the root of the notebook's vanishing-gradient argument. */
  sigmoid: {
    apply: (z) => tf.sigmoid(z),
    gradient: (dy, y) => tf.mul(dy, sigmoidSlope(y)),
  },
  /** z: a network without a nonlinearity but for batch norm and the loss. */
  identity: {
    apply: (z) => tf.clone(z),
    gradient: (dy) => tf.clone(dy),
  },
  /** tanh z = 2σ(2z) − 1: odd, and four times as steep as Sigmoid. */
  tanh: {
    apply: (z) => tf.tanh(z),
    gradient: (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
  },
  /** σ(z) − ½ as the equal ½ tanh(z/2), which is exactly odd and loses no digits near 0: Sigmoid without its mean. */
  centredSigmoid: {
    apply: (z) => tf.mul(tf.tanh(tf.mul(z, 0.5)), 0.5),
    gradient: (dy, y) => tf.mul(dy, tf.sub(0.25, tf.square(y))),
  },
  /** max(½, σ(z)): Sigmoid with ReLU's kink. Its mask needs z, since σ(z) rounds to ½ for small z > 0 too. */
  rectifiedSigmoid: {
    apply: (z) => tf.maximum(tf.sigmoid(z), 0.5),
    gradient: (dy, y, z) => tf.mul(tf.mul(dy, tf.step(z())), sigmoidSlope(y)),
  },
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof table;

export const activations: Readonly<Record<ActivationName, Activation>> = table;

export const activationNames = Object.keys(table) as readonly ActivationName[];

// σ′ from σ.
function sigmoidSlope(y: tf.Tensor): tf.Tensor {
  return tf.mul(y, tf.sub(1, y));
}

export interface ActivationLooks {
  /** Its name as a reader expects it. */
  readonly label: string;
  /** Its colour in figures on a light and on a dark page, `#rrggbb`; apart from all others for every kind of eye. */
  readonly colour: { readonly light: string; readonly dark: string };
}

/** Apart from what they compute, so that a colour is not part of what makes a record. */
export const activationLooks: Readonly<Record<ActivationName, ActivationLooks>> = {
  relu: { label: 'ReLU', colour: { light: '#0b63c4', dark: '#6cb6ff' } },
  sigmoid: { label: 'Sigmoid', colour: { light: '#c2410c', dark: '#f69d50' } },
  identity: { label: 'identity', colour: { light: '#455b53', dark: '#b6ccbf' } },
  tanh: { label: 'tanh', colour: { light: '#2b9667', dark: '#2e918c' } },
  centredSigmoid: { label: 'σ − ½', colour: { light: '#4d1859', dark: '#9a68e2' } },
  rectifiedSigmoid: { label: 'max(½, σ)', colour: { light: '#6a3a06', dark: '#b36d2a' } },
};

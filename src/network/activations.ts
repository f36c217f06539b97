/** The activation functions under study; adding one is adding an entry to `table`. */
import * as tf from '@tensorflow/tfjs-core';

/** An activation as the network uses it: applied forward, and pulled back through by its own derivative. */
export interface Activation {
  /** y = act(z), elementwise. */
  apply(z: tf.Tensor): tf.Tensor;
  /**
   * ∂L/∂z from ∂L/∂y. Prefer the output `y`; call `z()` only if the derivative cannot be had from `y`, because the
   * network keeps `y` anyway and has to compute `z` again.
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
    gradient: (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  },
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof table;

export const activations: Readonly<Record<ActivationName, Activation>> = table;

export const activationNames = Object.keys(table) as readonly ActivationName[];

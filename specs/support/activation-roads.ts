/** The roads by which a network takes an activation and its derivative: the table, batch norm, and a bias. */
import * as tf from '@tensorflow/tfjs-core';
import { type ActivationName, activations } from '../../src/network/activations.ts';
import { batchNormActivation, batchNormActivationGradient } from '../../src/network/batch-norm.ts';
import { biasActivation, biasActivationGradient } from '../../src/network/bias-activation.ts';

export interface Evaluated {
  readonly values: Float32Array;
  readonly slopes: Float32Array;
}

/** Values and slopes at some points, on the engine in use. */
export type Road = (activation: ActivationName, points: readonly number[]) => Evaluated;

export const roads: Readonly<Record<string, Road>> = {
  'the table': (activation, points) =>
    evaluated(() => {
      const z = tf.tensor1d([...points], 'float32');
      const y = activations[activation].apply(z);
      return [y, activations[activation].gradient(tf.onesLike(z), y, () => z)];
    }),
  // With γ = 0 the activation is given β exactly, and ∂L/∂β is its slope if one of the two rows has ∂L/∂y = 1.
  'batch norm': (activation, points) =>
    evaluated(() => {
      const beta = tf.tensor1d([...points], 'float32');
      const gamma = tf.zerosLike(beta);
      const x = tf.stack([gamma, tf.onesLike(beta)]);
      const dy = tf.stack([tf.onesLike(beta), gamma]);
      const forward = batchNormActivation(x, gamma, beta, activation);
      const y = tf.slice(forward.output as tf.Tensor2D, [0, 0], [1, points.length]).clone();
      return [y, batchNormActivationGradient(dy, x, gamma, beta, forward, activation).dBeta];
    }),
  'a bias': (activation, points) =>
    evaluated(() => {
      const bias = tf.tensor1d([...points], 'float32');
      const x = tf.expandDims(tf.zerosLike(bias));
      const y = biasActivation(x, bias, activation);
      const values = tf.reshape(y, [-1]).clone();
      return [values, biasActivationGradient(tf.onesLike(x), x, bias, y, activation).dBias];
    }),
};

function evaluated(run: () => readonly [tf.Tensor, tf.Tensor]): Evaluated {
  return tf.tidy(() => {
    const [values, slopes] = run();
    return {
      values: values.dataSync().slice() as Float32Array,
      slopes: slopes.dataSync().slice() as Float32Array,
    };
  });
}

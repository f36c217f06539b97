/** Asserts that what a spec runs leaves as many tensors behind as it found. */
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/**
 * Runs `action` and compares the number of tensors before and after, whether it returns or throws.
 *
 * @param action - disposes whatever tensors it is given
 * @returns what the action returned
 * @throws what the action threw, or an assertion error if tensors were left behind or taken away
 */
export async function expectNoLeak<Result>(action: () => Result | Promise<Result>): Promise<Result> {
  const before = tf.memory().numTensors;
  try {
    return await action();
  } finally {
    expect(tf.memory().numTensors, 'tensors alive afterwards').toBe(before);
  }
}

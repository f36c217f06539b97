/** The check of the engine's gradients, fed with wrong ones: a checker that passes these proves nothing. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { type ActivationName, activations } from '../../../src/network/activations.ts';
import { complaintsOf, engineErrors, WINOGRAD_TOLERANCE } from '../../support/engine-errors.ts';
import {
  type EngineMutant,
  engineMutants,
  rightByAnotherRoad,
  wrongDerivatives,
} from '../../support/engine-mutants.ts';
import { drawNetworkCase } from '../../support/network-case.ts';
import { withPlantedKernel } from '../../support/planted-kernel.ts';

// As many channels in as out of a block, and as many rows as columns: shapes alone give no mutant away.
const drawn = (activation: ActivationName, withoutBatchNorm?: true) => {
  const architecture = {
    blockKind: 'convolution',
    activation,
    depth: 2,
    width: 4,
    imageShape: [6, 6, 3],
    ...(withoutBatchNorm && { withoutBatchNorm }),
  } as const;
  return drawNetworkCase(architecture, 4, 11);
};
// The looser of the two tolerances in use: what it catches, the other catches too.
const complaints = async (...measured: Parameters<typeof engineErrors>) =>
  complaintsOf(await engineErrors(...measured), WINOGRAD_TOLERANCE);
const complaintsWith = ({ activation, withoutBatchNorm, kernelName, plant }: EngineMutant) =>
  withPlantedKernel(kernelName, plant, () => complaints(drawn(activation, withoutBatchNorm)));

describe('engineErrors', () => {
  beforeAll(async () => {
    await startEngine('wasm'); // the only engine whose batch norm is a kernel of its own
  });

  it('has nothing against the right kernels, nor against right ones by another road', async () => {
    expect(await complaints(drawn('sigmoid'))).toEqual([]);
    for (const right of rightByAnotherRoad) expect(await complaintsWith(right)).toEqual([]);
  });

  it.each(engineMutants)('notices that $mistake', async (mutant) => {
    expect(await complaintsWith(mutant)).not.toEqual([]);
    const { activation, withoutBatchNorm } = mutant;
    expect(await complaints(drawn(activation, withoutBatchNorm)), 'the right kernel is back').toEqual([]);
  });

  it('notices that the loss gradient lacks 1/N, in every tensor that has a gradient', async () => {
    const found = await complaints(drawn('sigmoid'), (gradient) => gradient.map((value) => 4 * value));
    expect(found).toHaveLength(3 * 3 + 2);
  });

  it('names the one tensor whose gradient vanished', async () => {
    const vanish = (gradient: Float32Array, name: string) =>
      name === 'stem.kernel' ? new Float32Array(gradient.length) : gradient;
    expect(await complaints(drawn('relu'), vanish)).toEqual(['stem.kernel: relative error 1']);
  });

  it('names a tensor whose gradient is not a number', async () => {
    const spoil = (gradient: Float32Array, name: string) =>
      name === 'block2.gamma' ? gradient.map(() => Number.NaN) : gradient;
    expect(await complaints(drawn('relu'), spoil)).toEqual(['block2.gamma: relative error Infinity']);
  });

  it('names a cancelled bias that is given a gradient, however small', async () => {
    const nudge = (gradient: Float32Array, name: string) =>
      name === 'block1.bias' ? gradient.map(() => 1e-12) : gradient;
    expect(await complaints(drawn('relu'), nudge)).toEqual(['block1.bias: relative error Infinity']);
  });
});

describe('engineErrors, where the table of activations computes', () => {
  beforeAll(async () => {
    await startEngine('cpu'); // has no kernels of its own, so that every derivative is the table's
  });

  it.each(wrongDerivatives)('notices that $mistake', async ({ activation, gradient }) => {
    const networkCase = drawn(activation);
    expect(await complaints(networkCase)).toEqual([]);
    const planted = vi.spyOn(activations[activation], 'gradient').mockImplementation(gradient);
    expect(await complaints(networkCase)).not.toEqual([]);
    expect(planted).toHaveBeenCalledTimes(3); // the stem and two blocks
    planted.mockRestore();
  });
});

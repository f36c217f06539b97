/** The cases together pass through everything that a run of a study, or its probe, may pass through. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { cases, casesNamed } from '../../../../bench/portability/cases.ts';
import { computeCase } from '../../../../bench/portability/compute-case.ts';
import { readGolden } from '../../../../bench/portability/golden.ts';
import { browserHost } from '../../../../src/browser-host.ts';
import { startEngine } from '../../../../src/engine/engine.ts';
import type { KernelModule } from '../../../../src/engine/wasm/kernel-module.ts';
import { chooseAlgorithm } from '../../../../src/engine/wasm/plain-convolution.ts';
import { activationNames } from '../../../../src/network/activations.ts';
import { nodeHost } from '../../../../src/node-host.ts';
import { withPlantedKernel } from '../../../support/planted-kernel.ts';

await startEngine('wasm');
const golden = await readGolden();

describe('cases', () => {
  it('train each activation with both kinds of block, by Winograd and by patches', () => {
    const trained = cases.flatMap((given) => (given.kind === 'training' ? [given.settings] : []));
    const seen = trained.map(
      ({ activation, blockKind, width }) => `${activation} ${blockKind} ${algorithm(width)}`,
    );
    for (const activation of activationNames) {
      for (const blockKind of ['convolution', 'dense']) {
        expect(seen).toContain(`${activation} ${blockKind} winograd`);
        expect(seen).toContain(`${activation} ${blockKind} patches`);
      }
    }
  });

  it('have two epochs, so that the chain holds steps and ends of epochs', () => {
    for (const given of cases.filter(({ kind }) => kind === 'training')) {
      expect(Object.keys(golden[given.name] ?? {})).toEqual([0, 1, 2, 3, 4, 6].map((step) => `step ${step}`));
    }
  });

  it('have names of their own', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it('run every kernel that is this project’s own', async () => {
    const own = tf
      .getKernelsForBackend('wasm')
      .map(({ kernelName }) => kernelName)
      .filter(isOwn);
    expect(own.length).toBeGreaterThan(30);
    const ran = new Set<string>();
    await watching(own, ran, async () => {
      for (const given of cases.filter(({ name }) => !/-(16|64)-/.test(name)))
        await computeCase(given, nodeHost);
    });
    expect(own.filter((name) => !ran.has(name))).toEqual([]);
  });
});

describe('casesNamed', () => {
  it('refuses a name that no case has', () => {
    expect(() => casesNamed(['dense-5-relu', 'dense-6-relu'])).toThrow('got dense-6-relu');
  });
});

describe('computeCase', () => {
  it.each(cases.map((given) => [given.name, given] as const))(
    'gives the golden digests: %s',
    async (name, given) => {
      expect(await computeCase(given, nodeHost)).toEqual(golden[name]);
    },
  );

  it('gives them with a browser’s host too', async () => {
    const [given] = casesNamed(['dense-8-tanh']);
    expect(given && (await computeCase(given, browserHost))).toEqual(golden['dense-8-tanh']);
  });

  it.each([
    ['convolution-5-tanh', 'BatchNormActivationGrad/tanh', 'step 1'],
    ['convolution-5-tanh', 'NormaliseActivation/tanh', 'step 3'],
    ['convolution-8-tanh-without-batch-norm', 'BiasActivation/tanh', 'gradients'],
  ])('notices in %s that the values of %s are off in their last bits', async (name, kernel, from) => {
    const [given] = casesNamed([name]);
    const found = given && (await withPlantedKernel(kernel, lastBitsOff, () => computeCase(given, nodeHost)));
    const due = golden[name] ?? {};
    expect(Object.keys(due).find((part) => due[part] !== found?.[part])).toBe(from);
  });
});

function algorithm(channels: number): string {
  const module = { winogradConvolution: 'winograd', patchConvolution: 'patches' } as unknown as KernelModule;
  const shape = { batch: 8, height: 32, width: 32, inChannels: channels, outChannels: channels };
  return `${chooseAlgorithm(module, shape).convolution}`;
}

// FusedConv2D is not among them: no network of a study uses it.
function isOwn(kernel: string): boolean {
  return /Activation(Grad)?\/|^GlobalAveragePool|^Dense(Backprop|$)|^Conv2D(Backprop\w+)?$/.test(kernel);
}

async function watching(
  kernels: readonly string[],
  ran: Set<string>,
  action: () => Promise<void>,
): Promise<void> {
  const [kernel, ...others] = kernels;
  if (kernel === undefined) return action();
  const watched = (right: tf.KernelFunc): tf.KernelFunc => {
    return (given) => {
      ran.add(kernel);
      return right(given);
    };
  };
  await withPlantedKernel(kernel, watched, () => watching(others, ran, action));
}

// All of them: what one value is off by may vanish where the pool sums a thousand.
function lastBitsOff(right: tf.KernelFunc): tf.KernelFunc {
  return (given) => {
    const results = right(given);
    const [first] = [results].flat();
    const { wasm, dataIdMap } = given.backend as unknown as Heap;
    const { memoryOffset } = dataIdMap.get(first?.dataId ?? {});
    const count = (first?.shape ?? []).reduce((product, extent) => product * extent, 1);
    const bits = new Uint32Array(wasm.HEAPU8.buffer, memoryOffset, count);
    for (let at = 0; at < count; at++) bits[at] = (bits[at] ?? 0) ^ 1;
    return results;
  };
}

interface Heap {
  readonly wasm: { readonly HEAPU8: Uint8Array };
  readonly dataIdMap: { get(id: object): { readonly memoryOffset: number } };
}

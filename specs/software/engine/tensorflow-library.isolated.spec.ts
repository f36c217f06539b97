/** How the tensorflow engine looks for its native library: planted packages, good and bad, in a folder of their own. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTensorflow } from '../../../src/engine/tensorflow/start.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const planted = vi.hoisted(() => ({ folder: '' }));
vi.mock('node:module', async (importOriginal) => {
  const actual = await importOriginal<typeof import('node:module')>();
  return { ...actual, createRequire: () => actual.createRequire(join(planted.folder, 'index.js')) };
});

const [GPU, CPU] = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** Puts a package where the engine looks, with its addon for one version of Node's interface, or without. */
async function plant(name: string, code: string, addon: 'addon' | 'no addon' | 'no library'): Promise<void> {
  const folder = join(planted.folder, 'node_modules', name);
  await mkdir(addon === 'no library' ? folder : join(folder, 'lib', 'napi-v7'), { recursive: true });
  if (addon !== 'no library') await mkdir(join(folder, 'lib', 'napi-v8'));
  if (addon === 'addon') await writeFile(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'), '');
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name, version: '4.22.0', main: 'main.cjs' }),
  );
  await writeFile(join(folder, 'main.cjs'), code);
}

const reasonsOf = async () => {
  const { message } = await startTensorflow().then(
    () => new Error('it started'),
    (error: Error) => error,
  );
  return /loads here \((.*)\)\. "npm run/s.exec(message)?.[1]?.split('; ') ?? message;
};

beforeEach(async () => {
  planted.folder = await temporaryFolder();
});

describe('startTensorflow, where the native library cannot be had', () => {
  it('names both packages, what is the matter with each, and the remedy', async () => {
    await expect(startTensorflow()).rejects.toThrow(
      'Engine tensorflow needs @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node, and neither loads here ' +
        '(@tensorflow/tfjs-node-gpu is not installed; @tensorflow/tfjs-node is not installed). ' +
        '"npm run engine:tensorflow" installs it, or leave ENGINE unset to use wasm, which needs nothing installed.',
    );
  });

  // Catches a package that is loaded without its addon: it registers its kernels before it fails.
  it.each(['no addon', 'no library'] as const)('does not load a package with %s', async (addon) => {
    await plant(GPU, 'globalThis.loadedWithoutAddon = true;', addon);
    expect(await reasonsOf()).toEqual([
      `${GPU} is installed without its native addon, tfjs_binding.node`,
      `${CPU} is not installed`,
    ]);
    expect(globalThis).not.toHaveProperty('loadedWithoutAddon');
  });

  it('gives the first line of what a package says as it fails', async () => {
    await plant(GPU, "throw new Error('libcudart.so: cannot open\\nRequire stack: …');", 'addon');
    await plant(CPU, "throw 'bad luck';", 'addon');
    expect(await reasonsOf()).toEqual([`${GPU} libcudart.so: cannot open`, `${CPU} bad luck`]);
  });

  it('refuses a library that brings a core of its own, whose backend would not be seen', async () => {
    await plant(CPU, 'exports.engine = () => ({});', 'addon');
    expect(await reasonsOf()).toEqual([
      `${GPU} is not installed`,
      `${CPU} brings a second @tensorflow/tfjs-core, whose backends this one does not see`,
    ]);
  });
});

describe('startTensorflow, where a library loads', () => {
  class Backend extends tf.KernelBackend {
    readonly binding = { TF_Version: '2.9.1' };
    isUsingGpuDevice = false;
    override dispose(): void {}
  }

  /** A library that computes nothing: only how it is chosen and described is on trial. */
  async function plantLibrary(name: string, isUsingGpuDevice: boolean) {
    const before = tf.getBackend();
    const engine = tf.engine();
    Object.assign(globalThis, { plantedEngine: engine });
    tf.registerBackend('tensorflow', () => Object.assign(new Backend(), { isUsingGpuDevice }));
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      tf.removeBackend('tensorflow');
      if (before) await tf.setBackend(before);
    });
    const code =
      "exports.engine = () => globalThis.plantedEngine; exports.version = { 'tfjs-node': '4.22.0' };";
    await plant(name, code, 'addon');
  }

  it('prefers the one with a GPU, and says what decides the last bits of its sums', async () => {
    await plantLibrary(GPU, true);
    await plant(CPU, "throw new Error('not to be loaded');", 'addon');
    vi.stubEnv('TF_NUM_INTRAOP_THREADS', '3');
    expect(await startTensorflow()).toBe('tensorflow 2.9.1 gpu, 3 threads, tfjs-node-gpu 4.22.0');
    expect(tf.getBackend()).toBe('tensorflow');
  });

  it.each(['', 'many', '0'])('counts every core where TF_NUM_INTRAOP_THREADS is "%s"', async (threads) => {
    await plantLibrary(CPU, false);
    vi.stubEnv('TF_NUM_INTRAOP_THREADS', threads);
    const cores = availableParallelism();
    expect(await startTensorflow()).toBe(`tensorflow 2.9.1 cpu, ${cores} threads, tfjs-node 4.22.0`);
  });

  // Node 23 removed two functions that tfjs-node 4.22 calls.
  it('gives back what newer Nodes took away, and leaves alone what is there', async () => {
    const util = createRequire(join(planted.folder, 'index.js'))('node:util') as Record<string, unknown>;
    const before = { isNullOrUndefined: util.isNullOrUndefined, isArray: util.isArray };
    onTestFinished(() => void Object.assign(util, before));
    util.isNullOrUndefined = undefined;
    util.isArray = undefined;
    await reasonsOf();
    const isAbsent = util.isNullOrUndefined as unknown as (value: unknown) => boolean;
    expect([null, undefined, 0, '', false].map(isAbsent)).toEqual([true, true, false, false, false]);
    expect(util.isArray).toBe(Array.isArray);
    const own = () => true;
    Object.assign(util, { isNullOrUndefined: own, isArray: own });
    await reasonsOf();
    expect([util.isNullOrUndefined, util.isArray]).toEqual([own, own]);
  });
});

/**
 * What the fingerprint leaves out on purpose: how images are read, how a saved run is restored, what is handed to
 * training. A mistake there, or a fraud, must be refused by the core itself, or be told by the record.
 */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cifar10, loadCifar10 } from '../../../src/dataset/cifar10.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { ensureRun } from '../../../src/records/ensure-record.ts';
import { produceRun } from '../../../src/records/produce-run.ts';
import { readStored, type Store } from '../../../src/records/store.ts';
import type { TrainingState } from '../../../src/training/training.ts';
import { plantedFingerprint } from '../../support/planted-evidence.ts';
import { copySource, type Edit, type SourceCopy } from '../../support/source-copy.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runJob } from '../../support/this-study.ts';

const job = runJob({ scale: 'smoke', activation: 'relu', depth: 1, seed: 1 });
const fingerprint = plantedFingerprint;

let copy: SourceCopy;
let data: Cifar10;
beforeAll(async () => {
  await startEngine('wasm');
  [copy, data] = await Promise.all([copySource(), loadCifar10()]);
});
afterAll(() => copy.remove());

/** Ensures the run in a process of the edited source, as a test run of it would. */
async function ensureEdited(
  edit: Edit,
  reports: string,
  cache: string,
): Promise<{ code: number | null; errors: string }> {
  const script = ['--import', 'tsx', 'specs/support/ensure-in-process.ts'];
  return copy.whileEdited([edit], async () => {
    const child = spawn(process.execPath, [...script, reports, cache, JSON.stringify(fingerprint)], {
      cwd: copy.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk) => (errors += chunk));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, errors })));
  });
}

describe('an edit that leaves the fingerprint as it is', () => {
  it('to the labels, as they are decoded, makes training refuse the images', async () => {
    const edit = {
      file: 'src/dataset/binary-format.ts',
      from: 'target.labels[firstImage + n] = bytes[start] ?? 0;',
      to: 'target.labels[firstImage + n] = ((bytes[start] ?? 0) + 1) % 10;',
    };
    const { code, errors } = await ensureEdited(edit, await temporaryFolder(), await temporaryFolder());
    expect(code).not.toBe(0);
    expect(errors).toContain(`Training needs the 160 images with SHA-256 ${job.settings.trainDigest}, got`);
  });

  it('to the learning rate, on its way into training, is in the record, which is then stale', async () => {
    const edit = {
      file: 'src/records/compute-job.ts',
      from: '    job,\n    settings,\n',
      to: '    job,\n    { ...settings, learningRate: 0.1 },\n',
    };
    const { code, errors } = await ensureEdited(edit, await temporaryFolder(), await temporaryFolder());
    expect(code).not.toBe(0);
    expect(errors).toContain('is stale nonetheless: setting learningRate 0.1 is now 0.001');
  });

  it('to what a checkpoint restores makes it worth nothing: the run begins anew, to the same record', async () => {
    const [here, there] = [await temporaryFolder(), await temporaryFolder()];
    const [cache, own] = [await temporaryFolder(), await temporaryFolder()];
    const target: Store = { folder: here, fingerprint };
    const tell = async () => {};
    const killed = () => Promise.reject(new Error('killed'));
    await expect(
      ensureRun(job, { target, cacheFolder: cache, computes: true, tell }, killed),
    ).rejects.toThrow('killed');
    const edit = {
      file: 'src/records/checkpoint.ts',
      from: '  for (const array of arrays) {',
      to: '  for (const array of arrays.slice(0, -2 * state.adam.first.length)) {',
    };
    expect(await ensureEdited(edit, there, cache)).toEqual({ code: 0, errors: '' });
    await ensureRun(job, { target, cacheFolder: own, computes: true, tell }, tell);
    const [undisturbed, files] = await Promise.all(
      [here, there].map((folder) => readStored({ folder, fingerprint }, job)),
    );
    expect(files).toEqual({ ...undisturbed, provenance: expect.stringContaining('"resumedAfterEpoch": 0') });
  });
});

describe('produceRun', () => {
  const produce = (restore: (state: TrainingState) => Promise<void>, from = data) =>
    produceRun(job, job.settings, fingerprint, from, nodeHost, { restore });

  /** The state after the first epoch. */
  async function saved(): Promise<TrainingState> {
    let kept: TrainingState | undefined;
    await produceRun(job, job.settings, fingerprint, data, nodeHost, {
      save: async (state) => {
        kept = structuredClone({ ...state, network: undefined }) as unknown as TrainingState;
        const { parameters, statistics } = state.network;
        Object.assign(kept, { network: structuredClone({ parameters, statistics }) });
      },
    });
    return kept!;
  }

  function fill(state: TrainingState, from: TrainingState): void {
    const copyInto = (target: Float32Array, values: Float32Array) => target.set(values);
    state.network.parameters.forEach(({ values }, index) => {
      copyInto(values, from.network.parameters[index]!.values);
    });
    state.network.statistics.forEach(({ mean, variance }, index) => {
      copyInto(mean, from.network.statistics[index]!.mean);
      copyInto(variance, from.network.statistics[index]!.variance);
    });
    for (const moment of ['first', 'second'] as const) {
      state.adam[moment].forEach((values, index) => {
        copyInto(values, from.adam[moment][index]!);
      });
    }
    state.adam.steps = from.adam.steps;
    state.losses.push(...from.losses);
    state.chain.splice(0, state.chain.length, ...from.chain);
    state.epochs.push(...from.epochs);
    state.initialGradientNorms = from.initialGradientNorms;
  }

  let after: TrainingState;
  let whole: Awaited<ReturnType<typeof produce>>;
  beforeAll(async () => {
    after = await saved();
    whole = await produce(async () => {});
  });

  it('goes on from a saved state that fits its chain, to the same record', async () => {
    const resumed = await produce(async (state) => fill(state, after));
    expect(resumed).toEqual({ ...whole, resumedAfterEpoch: 1 });
  });

  const nextBit = (values: Float32Array) => {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    bits[bits.length - 1]! ^= 1;
  };

  it.each<[string, (state: TrainingState) => unknown]>([
    ['one bit of a weight', (s) => nextBit(s.network.parameters[0]!.values)],
    ['one bit of the last weight', (s) => nextBit(s.network.parameters.at(-1)!.values)],
    ['one bit of a running mean', (s) => nextBit(s.network.statistics[1]!.mean)],
    ['one bit of a running variance', (s) => nextBit(s.network.statistics[0]!.variance)],
    ['one bit of a first moment', (s) => nextBit(s.adam.first[3]!)],
    ['one bit of a second moment', (s) => nextBit(s.adam.second.at(-1)!)],
    ['the second moments, all fresh', (s) => s.adam.second.map((values) => values.fill(0))],
    ['the number of steps', (s) => (s.adam.steps -= 1)],
    ['a loss', (s) => (s.losses[0]! += 1e-12)],
    ['the losses, none of which is there', (s) => s.losses.splice(0)],
    ['an accuracy', (s) => Object.assign(s.epochs[0]!, { testAccuracy: 0.99 })],
    ['the epochs, one of which is there twice', (s) => s.epochs.push(s.epochs[0]!)],
    ['an initial norm', (s) => (s.initialGradientNorms = s.initialGradientNorms.map((norm) => norm + 1e-12))],
    ['an earlier link', (s) => (s.chain[0] = { ...s.chain[0]!, digest: 'd'.repeat(64) })],
    ['the last link', (s) => s.chain.push({ step: s.adam.steps, digest: 'd'.repeat(64) })],
    ['the chain, of which there is none', (s) => s.chain.splice(0)],
  ])('passes over a saved state that differs in %s, and begins anew', async (_, spoil) => {
    const produced = await produce(async (state) => {
      fill(state, structuredClone(after));
      spoil(state);
    });
    expect(produced).toEqual(whole);
  });

  it.each<[string, (from: Cifar10) => Cifar10, string]>([
    ['a training image', (from) => ({ ...from, train: altered(from.train, 'images', 5000) }), '160'],
    ['a training label', (from) => ({ ...from, train: altered(from.train, 'labels', 159) }), '160'],
    ['a test image', (from) => ({ ...from, test: altered(from.test, 'images', 0) }), '100'],
    ['a test label', (from) => ({ ...from, test: altered(from.test, 'labels', 0) }), '100'],
    ['train and test', ({ train, test }) => ({ train: test, test: train }), '160'],
  ])('refuses data that differ in %s', async (_, alter, count) => {
    await expect(produce(async () => {}, alter(data))).rejects.toThrow(
      `Training needs the ${count} images with SHA-256`,
    );
  });

  it('takes no notice of images beyond those that it was asked for', async () => {
    const beyond = { ...data, train: altered(data.train, 'labels', 160) };
    expect(await produce(async () => {}, beyond)).toEqual(whole);
  });

  function altered(set: Cifar10['train'], part: 'images' | 'labels', index: number): Cifar10['train'] {
    const bytes = Uint8Array.from(set[part]);
    bytes[index]! ^= 1;
    return { ...set, [part]: bytes };
  }
});

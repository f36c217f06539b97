/** That a killed run goes on as if nothing had happened, and that a bad checkpoint is passed over. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { restoreCheckpoint, saveCheckpoint } from '../../../src/records/checkpoint.ts';
import { produceRun, type Watcher } from '../../../src/records/produce-run.ts';
import { beginTraining, type TrainingState } from '../../../src/training/training.ts';
import { plantedFingerprint } from '../../support/planted-evidence.ts';
import { tinyData, tinySettings } from '../../support/tiny-run.ts';

const KEY = 'this run, this code';
const run = { scale: 'smoke', activation: 'relu', depth: 1, seed: 1 } as const;
let folder: string;
let whole: Awaited<ReturnType<typeof produce>>;
let saved: Buffer;

const produce = (watcher: Watcher) =>
  produceRun(
    { study: 'made-up', run, name: 'tiny' },
    tinySettings,
    plantedFingerprint,
    tinyData,
    nodeHost,
    watcher,
  );
const restoring = (file: string, key = KEY): Watcher => ({
  restore: (state) => restoreCheckpoint(file, key, state),
});
const path = (name: string) => join(folder, 'runs', name);

beforeAll(async () => {
  await startEngine('wasm');
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  whole = await produce({});
  await produceKilledAfter(2, path('sound'));
  saved = await readFile(path('sound'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Trains until an epoch is saved, and dies there. */
async function produceKilledAfter(epoch: number, file: string, watcher: Watcher = {}) {
  const killed = produce({
    ...watcher,
    save: async (state) => {
      await saveCheckpoint(file, KEY, state);
      if (state.epochs.length === epoch) throw new Error('killed');
    },
  });
  await expect(killed).rejects.toThrow('killed');
}

const freshState = (): TrainingState => beginTraining(tinySettings, tinyData, nodeHost);

describe('produceRun', () => {
  it('saves after each epoch but the last, and tells of every step and epoch', async () => {
    const [saves, seen]: [number[], string[]] = [[], []];
    await produce({
      save: async ({ epochs }) => void saves.push(epochs.length),
      see: async (event) => void seen.push(event.kind === 'step' ? `${event.step}` : `epoch ${event.epoch}`),
    });
    expect(saves).toEqual([1, 2]);
    expect(seen).toEqual(['1', '2', '3', 'epoch 1', '4', '5', '6', 'epoch 2', '7', '8', '9', 'epoch 3']);
  });

  // Catches a watcher that is not waited for: a page that is closed, a test runner that never hears.
  it('stands still while it is watched, and fails as its watcher does', async () => {
    let watching = 0;
    await produce({
      see: async () => {
        watching += 1;
        expect(watching).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        watching -= 1;
      },
    });
    const stopped = produce({
      see: async (event) => {
        if (event.kind === 'step' && event.step === 4) throw new Error('closed');
      },
    });
    await expect(stopped).rejects.toThrow('closed');
  });

  it('makes the same record and the same weights, byte for byte, whenever it is repeated', async () => {
    expect(await produce({ see: async () => {} })).toEqual(whole);
    expect(whole.resumedAfterEpoch).toBe(0);
    expect(whole.record.weights).toBe(nodeHost.sha256([whole.weights]));
  });
});

describe('saveCheckpoint and restoreCheckpoint', () => {
  // Catches moments, running statistics, step count, losses, chain or order of images that start anew.
  it.each([1, 2])('make a run that was killed after epoch %i end as one that was not', async (epoch) => {
    await produceKilledAfter(epoch, path(`killed-${epoch}`));
    const resumed = await produce(restoring(path(`killed-${epoch}`)));
    expect(resumed).toEqual({ ...whole, resumedAfterEpoch: epoch });
  });

  it('make a run that was killed twice end as one that was not', async () => {
    const file = path('twice');
    await produceKilledAfter(1, file);
    await produceKilledAfter(2, file, restoring(file));
    expect(await produce(restoring(file))).toEqual({ ...whole, resumedAfterEpoch: 2 });
  });

  it('write the same bytes for the same state', async () => {
    await produceKilledAfter(2, path('again'));
    expect((await readFile(path('again'))).equals(saved)).toBe(true);
  });

  it('give back every part of the state, bit for bit', async () => {
    const state = freshState();
    await restoreCheckpoint(path('sound'), KEY, state);
    let expected: TrainingState | undefined;
    const killed = produce({
      save: async (then) => {
        if (then.epochs.length < 2) return;
        expected = { ...then, recomputed: state.recomputed, predictions: state.predictions };
        throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    // What the last evaluation gave is not saved: the next epoch's end makes it anew.
    expect(state).toEqual(expected);
  });
});

describe('restoreCheckpoint', () => {
  const passedOver = async (name: string, bytes?: Uint8Array, key = KEY) => {
    if (bytes) await writeFile(path(name), bytes);
    const state = freshState();
    await restoreCheckpoint(path(name), key, state);
    expect(state).toEqual(freshState());
  };

  it('passes over a file that is not there', async () => {
    await passedOver('absent');
  });

  // Catches half a state, which would train on to a result that nobody can repeat.
  it('passes over a file that is torn, wherever it is torn, and leaves the state alone', async () => {
    const header = saved.indexOf(10) + 1;
    for (const length of [0, 1, 31, 32, 33, header - 1, header, header + 4, saved.length - 1]) {
      await passedOver('torn', saved.subarray(0, length));
    }
    await passedOver('longer', Buffer.concat([saved, Buffer.of(0)]));
  });

  // Catches a run resumed from another's weights, or from those of older code.
  it('passes over a checkpoint of another key, and the run then ends as from nothing', async () => {
    await passedOver('sound', undefined, 'another run, or other code');
    expect(await produce(restoring(path('sound'), 'another'))).toEqual(whole);
  });

  it('passes over a header without one of its parts, or with one too many', async () => {
    const end = saved.indexOf(10);
    const header = JSON.parse(saved.subarray(0, end).toString()) as Record<string, unknown>;
    const withHeader = (changed: object) =>
      Buffer.concat([Buffer.from(JSON.stringify(changed)), saved.subarray(end)]);
    for (const name of Object.keys(header)) {
      const { [name]: _, ...rest } = header;
      await passedOver('lacking', withHeader(rest));
    }
    await passedOver('more', withHeader({ ...header, surplus: 1 }));
    await passedOver('no epoch’s figure', withHeader({ ...header, epochs: [{}] }));
  });
});

describe('produceRun, from a checkpoint that is whole and wrong', () => {
  const end = () => saved.indexOf(10) + 1;
  /** From a file of these bytes; everything that was passed over leaves the result as it was. */
  const producedFrom = async (bytes: Uint8Array) => {
    await writeFile(path('wrong'), bytes);
    return produce(restoring(path('wrong')));
  };
  const withHeader = (change: (header: Header) => object) => {
    const header = JSON.parse(saved.subarray(0, end()).toString()) as Header;
    return Buffer.concat([Buffer.from(`${JSON.stringify(change(header))}\n`), saved.subarray(end())]);
  };
  interface Header {
    readonly steps: number;
    readonly losses: readonly number[];
    readonly chain: readonly { readonly step: number; readonly digest: string }[];
    readonly epochs: readonly Record<string, number>[];
    readonly initialGradientNorms: readonly number[];
  }

  // Each of these went on unnoticed in an edition that hashed the file, and could be given another hash.
  it.each<[string, (header: Header) => object]>([
    ['one epoch’s figure', (h) => ({ ...h, epochs: [{ ...h.epochs[0], testAccuracy: 1 }, h.epochs[1]] })],
    ['one step’s loss', (h) => ({ ...h, losses: h.losses.with(2, 0.5) })],
    ['a loss too few', (h) => ({ ...h, losses: h.losses.slice(0, -1) })],
    ['an initial gradient norm', (h) => ({ ...h, initialGradientNorms: h.initialGradientNorms.with(0, 9) })],
    ['a link', (h) => ({ ...h, chain: h.chain.with(1, { step: 1, digest: '0'.repeat(64) }) })],
    ['the last link', (h) => ({ ...h, chain: h.chain.with(-1, { step: h.steps, digest: '0'.repeat(64) }) })],
    ['a link that is gone', (h) => ({ ...h, chain: h.chain.toSpliced(2, 1) })],
    ['no links', (h) => ({ ...h, chain: [] })],
    ['the beginning’s link alone', (h) => ({ ...h, chain: h.chain.slice(0, 1) })],
    ['another number of steps', (h) => ({ ...h, steps: 5 })],
    ['an epoch that is gone', (h) => ({ ...h, epochs: h.epochs.slice(1) })],
    ['an epoch too many', (h) => ({ ...h, epochs: [...h.epochs, h.epochs[0]] })],
  ])('begins anew where the header has %s', async (_, change) => {
    expect(await producedFrom(withHeader(change))).toEqual(whole);
    expect(await producedFrom(withHeader((header) => header))).toEqual({ ...whole, resumedAfterEpoch: 2 });
  });

  it('begins anew where weights, statistics or moments are zeroed, or exchanged', async () => {
    const floats = freshState();
    const sizes = [
      floats.network.parameters.map(({ values }) => values),
      floats.network.statistics.flatMap(({ mean, variance }) => [mean, variance]),
      floats.adam.first,
      floats.adam.second,
    ].map((arrays) => arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let start = end();
    for (const size of sizes) {
      const zeroed = Buffer.from(saved);
      zeroed.fill(0, start, start + size);
      expect(await producedFrom(zeroed)).toEqual(whole);
      start += size;
    }
    expect(start).toBe(saved.length);
    const [, , moments] = sizes as [number, number, number, number];
    const [first, second] = [saved.subarray(-2 * moments, -moments), saved.subarray(-moments)];
    const exchanged = Buffer.concat([saved.subarray(0, -2 * moments), second, first]);
    expect(await producedFrom(exchanged)).toEqual(whole);
  });

  it('ends with the same bytes whatever one byte of the file was changed to', async () => {
    const property = fc.asyncProperty(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      async (share, by, inHeader) => {
        const changed = Buffer.from(saved);
        const at = Math.floor(inHeader ? share * end() : end() + share * (saved.length - end()));
        changed[at]! ^= by;
        const { record, weights, resumedAfterEpoch } = await producedFrom(changed);
        expect({ record, weights }).toEqual({ record: whole.record, weights: whole.weights });
        // In the header a last digit may change and leave the number that is read the same.
        if (!inHeader) expect(resumedAfterEpoch).toBe(0);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it('begins anew from a torn file', async () => {
    for (const share of [0, 0.1, 0.5, 0.99]) {
      expect(await producedFrom(saved.subarray(0, Math.floor(share * saved.length)))).toEqual(whole);
    }
  });
});

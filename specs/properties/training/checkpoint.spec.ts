/** That a killed run goes on as if nothing had happened, and that a bad checkpoint is passed over. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { Network } from '../../../src/network/network.ts';
import { freshAdamState } from '../../../src/training/adam.ts';
import { removeCheckpoint, restoreCheckpoint, saveCheckpoint } from '../../../src/training/checkpoint.ts';
import { type RunResult, type TrainingState, trainRun } from '../../../src/training/train-run.ts';
import { tinyData, tinySettings } from '../../support/tiny-run.ts';

const KEY = 'this run, this code';
let folder: string;
let whole: RunResult;
let saved: Buffer;

beforeEach(async () => {
  await startEngine('wasm');
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  whole = await trainRun(tinySettings, tinyData);
  await trainKilledAfter(2, path('sound'));
  saved = await readFile(path('sound'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const path = (name: string) => join(folder, 'runs', name);

/** Trains until an epoch is saved, and dies there. */
async function trainKilledAfter(epoch: number, file: string) {
  const killed = trainRun(tinySettings, tinyData, {
    save: async (state) => {
      await saveCheckpoint(file, KEY, state);
      if (state.epochs.length === epoch) throw new Error('killed');
    },
  });
  await expect(killed).rejects.toThrow('killed');
}

/** Trains on from a file; says how many epochs it had. */
async function resume(file: string, key = KEY) {
  let restored = Number.NaN;
  const result = await trainRun(tinySettings, tinyData, {
    restore: async (state) => {
      restored = await restoreCheckpoint(file, key, state);
    },
  });
  return { restored, result };
}

const freshState = (): TrainingState => {
  const network = Network.initialised(tinySettings, tinySettings.seed);
  return { network, adam: freshAdamState(network.parameters), epochs: [], initialGradientNorms: [] };
};

describe('saveCheckpoint and restoreCheckpoint', () => {
  // Catches moments, running statistics, step count or order of images that start anew.
  it.each([1, 2])('make a run that was killed after epoch %i end as one that was not', async (epoch) => {
    await trainKilledAfter(epoch, path(`killed-${epoch}`));
    expect(await resume(path(`killed-${epoch}`))).toEqual({ restored: epoch, result: whole });
  });

  it('make a run that was killed twice end as one that was not', async () => {
    const file = path('twice');
    await trainKilledAfter(1, file);
    const again = trainRun(tinySettings, tinyData, {
      restore: async (state) => void (await restoreCheckpoint(file, KEY, state)),
      save: async (state) => {
        await saveCheckpoint(file, KEY, state);
        throw new Error('killed again');
      },
    });
    await expect(again).rejects.toThrow('killed again');
    expect(await resume(file)).toEqual({ restored: 2, result: whole });
  });

  it('write the same bytes for the same state', async () => {
    await trainKilledAfter(2, path('again'));
    expect((await readFile(path('again'))).equals(saved)).toBe(true);
  });
});

describe('restoreCheckpoint', () => {
  const passedOver = async (name: string, bytes?: Uint8Array, key = KEY) => {
    if (bytes) await writeFile(path(name), bytes);
    const state = freshState();
    expect(await restoreCheckpoint(path(name), key, state)).toBe(0);
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
  });

  it('passes over a file with one bit changed, wherever, or with bytes added', async () => {
    for (const at of [0, 31, 32, 60, saved.indexOf(10) + 5, saved.length - 1]) {
      const changed = Buffer.from(saved);
      changed[at]! ^= 1;
      await passedOver('changed', changed);
    }
    await passedOver('longer', Buffer.concat([saved, Buffer.of(0)]));
  });

  // Catches a run resumed from another's weights, or from those of older code.
  it('passes over a checkpoint of another key, and the run then ends as from nothing', async () => {
    await passedOver('sound', undefined, 'another run, or other code');
    expect(await resume(path('sound'), 'another')).toEqual({ restored: 0, result: whole });
  });

  it('passes over a torn checkpoint, and the run then ends as from nothing', async () => {
    await writeFile(path('torn'), saved.subarray(0, saved.length >> 1));
    expect(await resume(path('torn'))).toEqual({ restored: 0, result: whole });
  });
});

describe('removeCheckpoint', () => {
  it('deletes a checkpoint, and does not mind if there is none', async () => {
    await writeFile(path('served'), saved);
    await removeCheckpoint(path('served'));
    await removeCheckpoint(path('served'));
    await expect(readFile(path('served'))).rejects.toThrow('ENOENT');
  });
});

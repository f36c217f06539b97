/** Choosing and starting engines, and one line about those that are absent here. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { engineNames, parseEngine } from '../../../src/engine/engine-name.ts';
import { presentEngines } from '../../support/present-engines.ts';

const present = await presentEngines();
const absent = engineNames.filter((name) => !present.includes(name));
if (absent.length > 0)
  console.log(`Engine specs: ${absent.join(', ')} absent here; run on ${present.join(', ')}`);

describe('parseEngine', () => {
  it('takes an unset or empty ENGINE for the embedded default', () => {
    expect([parseEngine(undefined), parseEngine('')]).toEqual(['wasm', 'wasm']);
  });

  it('knows every engine by its name', async () => {
    vi.resetModules(); // so that the list in force while a mutant is on trial is read
    const loaded = await import('../../../src/engine/engine-name.ts');
    expect(loaded.engineNames).toEqual(['wasm', 'tensorflow', 'cpu']);
    expect(loaded.engineNames.map(loaded.parseEngine)).toEqual(loaded.engineNames);
  });

  // Catches a typing error that quietly trains on another engine than was asked for.
  it('refuses any other name, and says which there are', () => {
    expect(() => parseEngine('wsam')).toThrow('ENGINE needs one of wasm, tensorflow, cpu, got wsam');
    expect(() => parseEngine('WASM')).toThrow(RangeError);
  });
});

describe('startEngine', () => {
  it.each(present)(
    'makes %s the backend and gives an identity that names it with its version',
    async (name) => {
      const identity = await startEngine(name);
      expect(identity).toMatch(new RegExp(`^${name} .*\\d+\\.\\d+\\.\\d+`));
      expect(tf.getBackend()).toBe(name);
      expect(await startEngine(name)).toBe(identity);
    },
  );

  // Catches an absent engine that is silently replaced by another.
  it('says of every engine that does not load what to do about it, and leaves the backend alone', async () => {
    await startEngine('wasm');
    for (const name of absent) await expect(startEngine(name)).rejects.toThrow(/npm install|ENGINE/);
    expect(tf.getBackend()).toBe('wasm');
  });
});

/** What makes recorded runs stale, and what leaves them alone: edits of a copy of the source, fingerprinted. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { KERNELS_DIGEST } from '../../../src/engine/wasm/kernels-digest.ts';
import { fingerprintOf } from '../../../src/records/fingerprint.ts';
import { copySource, type Edit, type SourceCopy } from './source-copy.ts';

let copy: SourceCopy;
beforeAll(async () => {
  copy = await copySource();
});
afterAll(() => copy.remove());

const epsilon = { file: 'network/batch-norm.ts', from: 'BATCH_NORM_EPSILON = 1e-5;' };
const adamLine = {
  file: 'training/adam.ts',
  from: 'const root = Math.sqrt(v / secondCorrection) + epsilon;',
};

describe('fingerprintOf', () => {
  it('is the same each time, and the same for a copy in another folder', async () => {
    const here = await fingerprintOf('wasm', 'c'.repeat(64));
    expect(await fingerprintOf('wasm', 'c'.repeat(64))).toEqual(here);
    expect(await copy.fingerprintAfter([], 'wasm')).toEqual(here);
  });

  it.each<[string, Edit]>([
    ['a comment', { ...epsilon, to: 'BATCH_NORM_EPSILON = 1e-5; // PyTorch’s default' }],
    ['a block comment', { ...epsilon, to: 'BATCH_NORM_EPSILON = /* small */ 1e-5;' }],
    ['a legal comment', { ...epsilon, to: 'BATCH_NORM_EPSILON = 1e-5;\n/*! @license none */' }],
    ['blank lines', { ...epsilon, to: 'BATCH_NORM_EPSILON =\n\n  1e-5;\n\n' }],
    ['another spelling of the same number', { ...epsilon, to: 'BATCH_NORM_EPSILON = 0.00001;' }],
    ['the report', { file: 'report/findings.ts', from: "'# Findings'", to: "'# Results'" }],
    [
      'a statistic',
      {
        file: 'statistics/paired-t.ts',
        from: 'const n = differences.length;',
        to: 'const n = differences.length + 1;',
      },
    ],
    [
      'a hypothesis',
      {
        file: 'hypotheses/h1-relu-beats-sigmoid.ts',
        from: 'boundLevel: alpha,',
        to: 'boundLevel: alpha / 2,',
      },
    ],
    ['the analysis plan', { file: 'study.ts', from: 'alpha: 0.05,', to: 'alpha: 0.01,' }],
  ])('is not changed by %s', async (_, edit) => {
    expect(await copy.fingerprintAfter([edit])).toEqual(await copy.fingerprintAfter([]));
  });

  it.each<[string, Edit]>([
    ['batch norm’s ε', { ...epsilon, to: 'BATCH_NORM_EPSILON = 1e-3;' }],
    [
      'batch norm’s momentum',
      {
        file: 'network/running-statistics.ts',
        from: 'BATCH_NORM_MOMENTUM = 0.1;',
        to: 'BATCH_NORM_MOMENTUM = 0.01;',
      },
    ],
    ['where Adam adds ε', { ...adamLine, to: 'const root = Math.sqrt(v / secondCorrection + epsilon);' }],
    [
      'the normalisation',
      { file: 'dataset/batches.ts', from: '(byte / 255 - 0.5) / 0.5)', to: '(byte / 255 - 0.5) / 0.25)' },
    ],
    [
      'the last bit of a constant',
      {
        file: 'dataset/batches.ts',
        from: '(byte / 255 - 0.5) / 0.5)',
        to: '(byte / 255 - 0.5000000000000001) / 0.5)',
      },
    ],
    [
      'the shuffle',
      { file: 'random.ts', from: 'let last = length - 1; last > 0;', to: 'let last = length - 1; last > 1;' },
    ],
    ['a stream’s name', { file: 'dataset/batches.ts', from: '`order/epoch-', to: '`orders/epoch-' }],
    [
      'ReLU',
      { file: 'network/activations.ts', from: 'apply: (z) => tf.relu(z)', to: 'apply: (z) => tf.relu6(z)' },
    ],
    [
      'Sigmoid’s derivative',
      { file: 'network/activations.ts', from: 'tf.mul(y, tf.sub(1, y))', to: 'tf.mul(y, tf.sub(2, y))' },
    ],
    [
      'what an evaluation counts',
      { file: 'training/evaluate.ts', from: 'accuracy: right / count', to: 'accuracy: right / (count + 1)' },
    ],
  ])('is changed by %s, in its source alone', async (_, edit) => {
    const [before, after] = [await copy.fingerprintAfter([]), await copy.fingerprintAfter([edit])];
    expect(after).toEqual({ ...before, source: after.source });
    expect(after.source).not.toBe(before.source);
  });

  it('is not changed by another name for a local, nor by a type that nothing uses', async () => {
    const file = 'dataset/batches.ts';
    const renamed = [
      { file, from: 'const NORMALISED = Float32Array', to: 'const ZYXWVUT = Float32Array' },
      { file, from: 'NORMALISED[byte]', to: 'ZYXWVUT[byte]' },
    ];
    const from = 'export interface Progress {';
    const typed = [{ file: 'training/train-run.ts', from, to: `interface Unused { a: 1 }\n${from}` }];
    const before = await copy.fingerprintAfter([]);
    expect(await copy.fingerprintAfter(renamed)).toEqual(before);
    expect(await copy.fingerprintAfter(typed)).toEqual(before);
  });

  it('is changed by the probe, which H8 leans on', async () => {
    const from = 'const norms = relativeGradientNorms(network.parameters, gradients)';
    const edit = { file: 'training/probe-initialisation.ts', from, to: `${from}.reverse()` };
    const [before, after] = [await copy.fingerprintAfter([]), await copy.fingerprintAfter([edit])];
    expect(after.source).not.toBe(before.source);
  });

  it('is changed by other kernels, of which the bundle holds the digest alone', async () => {
    const edit = { file: 'engine/wasm/kernels-digest.ts', from: KERNELS_DIGEST, to: 'd'.repeat(64) };
    const before = await copy.fingerprintAfter([], 'wasm');
    const after = await copy.fingerprintAfter([edit], 'wasm');
    expect(after.source).not.toBe(before.source);
  });

  it('names the version of everything that computes, and changes with it', async () => {
    const before = await copy.fingerprintAfter([], 'wasm');
    expect(Object.keys(before.packages)).toEqual(
      expect.arrayContaining(['@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-core', 'seedrandom']),
    );
    const updated = await copySource({ seedrandom: '99.0.0' });
    onTestFinished(updated.remove);
    expect(await updated.fingerprintAfter([], 'wasm')).toEqual({
      ...before,
      packages: { ...before.packages, seedrandom: '99.0.0' },
    });
  });
});

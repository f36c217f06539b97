import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeProbeRecord } from '../../../src/records/probe-record.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import { syntheticFingerprint, syntheticProbe } from '../../support/synthetic-evidence.ts';
import { type Draft, edited, resealed } from './reseal.ts';

// Smoke: 2 (with and without batch norm) × 2 activations × 5 depths × 3 seeds = 60 probes, the first of depth 1.
const record = syntheticProbe('smoke', ({ depth, seed }) => seed / depth);
const text = formatSealed(record);

let parseProbeRecord: typeof import('../../../src/records/probe-record.ts').parseProbeRecord;
// Loaded anew, so that the schema in force while a mutant is on trial is what reads.
beforeEach(async () => {
  vi.resetModules();
  ({ parseProbeRecord } = await import('../../../src/records/probe-record.ts'));
});

describe('makeProbeRecord', () => {
  it('keeps the probes with all that they depend on', () => {
    const { digest, probes, ...head } = record;
    expect(head).toEqual({
      schema: 1,
      scale: 'smoke',
      settings: {
        blockKind: 'convolution',
        imageShape: [32, 32, 3],
        width: 4,
        trainImages: 160,
        activations: ['relu', 'sigmoid'],
        depths: [1, 2, 4, 6, 8],
        seeds: [1, 2, 3],
        batchSize: 64,
      },
      fingerprint: syntheticFingerprint,
    });
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(probes).toHaveLength(60);
    expect(probes[1]).toEqual({
      batchNorm: true,
      activation: 'relu',
      depth: 2,
      seed: 1,
      relativeGradientNorms: [0.5, 0.05, 0.05, 0.05],
    });
  });

  it('gives the same text, whatever the order in which a probe’s fields were set', () => {
    const backwards = record.probes.map((probe) => Object.fromEntries(Object.entries(probe).reverse()));
    const again = makeProbeRecord('smoke', syntheticFingerprint, backwards as typeof record.probes);
    expect(formatSealed(again)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('refuses a gradient of %d', (gradient) => {
    expect(() => syntheticProbe('smoke', () => gradient)).toThrow('relativeGradientNorms');
  });
});

describe('parseProbeRecord', () => {
  it('undoes formatSealed exactly', () => {
    const read = parseProbeRecord(text);
    expect(read).toStrictEqual(record);
    expect(formatSealed(read)).toBe(text);
  });

  it('reads a record of another scale with its own number of seeds', () => {
    const quick = syntheticProbe('quick', () => 0.1);
    expect(parseProbeRecord(formatSealed(quick)).probes).toHaveLength(600);
  });

  it('refuses a text cut off anywhere, or that holds two records', () => {
    for (let length = 0; length < text.length - 1; length += 500) {
      expect(() => parseProbeRecord(text.slice(0, length)), `${length} characters`).toThrow('is not JSON');
    }
    expect(() => parseProbeRecord(text + text)).toThrow('is not JSON');
  });

  it('refuses an edited gradient, by the digest', () => {
    const corrupt = edited(record, (draft) => {
      draft.probes[0].relativeGradientNorms[0] *= 2;
    });
    expect(() => parseProbeRecord(corrupt)).toThrow(/^field digest is .* it was edited$/);
  });

  const copyOf = (probe: Draft) => structuredClone(probe);

  it.each<[string, (draft: Draft) => void, RegExp]>([
    ['an absent probe', (d) => d.probes.pop(), /^field probes needs 60 distinct entries, got 59 of 59$/],
    ['no probe at all', (d) => (d.probes = []), /^field probes needs 60 distinct entries, got 0 of 0$/],
    ['one more', (d) => d.probes.push({ ...copyOf(d.probes[0]), seed: 4 }), /got 61 of 61$/],
    ['a double one more', (d) => d.probes.push(copyOf(d.probes[0])), /got 60 of 61$/],
    ['a double one for another', (d) => (d.probes[1] = copyOf(d.probes[0])), /got 59 of 60$/],
    [
      'a double one with other gradients',
      (d) => (d.probes[1] = { ...copyOf(d.probes[0]), relativeGradientNorms: [1, 2, 3] }),
      /got 59 of 60$/,
    ],
    [
      'the probes of a scale with fewer seeds',
      (d) => (d.scale = 'quick'),
      /needs 600 distinct entries, got 60 of 60$/,
    ],
    [
      'a seed that was not asked for',
      (d) => (d.probes[0].seed = 99),
      /^field probes lacks the probe of relu, depth 1, seed 1, with batch norm, and has one that was not asked for$/,
    ],
    [
      'a depth that was not asked for',
      (d) => Object.assign(d.probes[2], { depth: 3, relativeGradientNorms: [1, 1, 1, 1, 1] }),
      /^field probes lacks the probe of relu, depth 4, seed 1, with batch norm/,
    ],
    [
      'a layer less',
      (d) => d.probes[0].relativeGradientNorms.pop(),
      /^a probe of depth 1 has 2 layers, not 3$/,
    ],
    [
      'a layer more in the last',
      (d) => d.probes[59].relativeGradientNorms.push(1),
      /^a probe of depth 8 has 11 layers, not 10$/,
    ],
    [
      'a negative gradient',
      (d) => (d.probes[0].relativeGradientNorms[0] = -1),
      /probes\[0\]\.relativeGradientNorms\[0\]/,
    ],
    [
      'a gradient that is text',
      (d) => (d.probes[0].relativeGradientNorms[0] = '1'),
      /probes\[0\]\.relativeGradient/,
    ],
    [
      'an unknown activation',
      (d) => (d.probes[0].activation = 'tanhh'),
      /at (content\.)?probes\[0\]\.activation/,
    ],
    [
      'batch norm that is neither',
      (d) => (d.probes[0].batchNorm = 1),
      /at (content\.)?probes\[0\]\.batchNorm/,
    ],
    ['depth 0', (d) => (d.probes[0].depth = 0), /at (content\.)?probes\[0\]\.depth/],
    ['a depth beyond any', (d) => (d.probes[0].depth = 9), /at (content\.)?probes\[0\]\.depth/],
    ['seed 0', (d) => (d.probes[0].seed = 0), /at (content\.)?probes\[0\]\.seed/],
    ['half a seed', (d) => (d.probes[0].seed = 1.5), /at (content\.)?probes\[0\]\.seed/],
    ['a field more in a probe', (d) => (d.probes[0].extra = 1), /Unrecognized key.*extra/],
    ['a field more', (d) => (d.extra = 1), /Unrecognized key.*extra/],
    ['another schema version', (d) => (d.schema = 2), /at (content\.)?schema/],
    ['an unknown scale', (d) => (d.scale = 'huge'), /at (content\.)?scale/],
    [
      'a setting that is neither text nor number',
      (d) => (d.settings.width = null),
      /at (content\.)?settings\.width/,
    ],
    ['an unknown engine', (d) => (d.fingerprint.engine = 'abacus'), /at (content\.)?fingerprint\.engine/],
    ['no probes field', (d) => delete d.probes, /at (content\.)?probes/],
  ])('refuses a forged record, its digest computed anew: %s', (_, edit, message) => {
    expect(() => parseProbeRecord(resealed(record, edit))).toThrow(message);
  });

  it('reads gradients of exactly 0, whose meaning is the hypothesis’s affair', () => {
    const dead = syntheticProbe('smoke', () => 0);
    expect(parseProbeRecord(formatSealed(dead))).toStrictEqual(dead);
  });
});

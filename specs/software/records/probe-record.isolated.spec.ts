import { beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeHost } from '../../../src/node-host.ts';
import { makeProbeRecord } from '../../../src/records/make-record.ts';
import type { ProbeRecord } from '../../../src/records/probe-record.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import { plantedFingerprint, plantedProbe } from '../../support/planted-evidence.ts';
import { type Draft, edited, resealed } from '../../support/reseal.ts';
import { probeSettingsOf, study } from '../../support/this-study.ts';

// Smoke: 2 (with and without batch norm) × 2 activations × 5 depths × 6 seeds = 120 probes, the first of depth 1.
const record = plantedProbe('smoke', ({ depth, seed }) => seed / depth);
const text = formatSealed(record);

let parse: (text: string) => ProbeRecord;
// Loaded anew, so that the schema in force while a mutant is on trial is what reads.
beforeEach(async () => {
  vi.resetModules();
  const { parseRecord } = await import('../../../src/records/record-kind.ts');
  const { probeRecordKind } = await import('../../../src/records/probe-record.ts');
  parse = (corrupt) => parseRecord(probeRecordKind, corrupt);
});

describe('makeProbeRecord', () => {
  it('keeps the probes with all that they depend on', () => {
    const { digest, probes, ...head } = record;
    expect(head).toEqual({
      schema: 2,
      study: 'relu-versus-sigmoid',
      scale: 'smoke',
      settings: {
        blockKind: 'convolution',
        imageShape: [32, 32, 3],
        width: 4,
        trainImages: 160,
        trainDigest: study.scales.smoke.trainDigest,
        activations: ['relu', 'sigmoid'],
        depths: [1, 2, 4, 6, 8],
        seeds: [1, 2, 3, 4, 5, 6],
        batchSize: 64,
      },
      fingerprint: plantedFingerprint,
    });
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(probes).toHaveLength(120);
    expect(probes[1]).toEqual({
      batchNorm: true,
      activation: 'relu',
      depth: 2,
      seed: 1,
      relativeGradientNorms: [0.5, 0.05, 0.05, 0.05],
    });
  });

  it('records the settings that were used, not those that the study asks for', () => {
    const used = { ...probeSettingsOf('smoke'), batchSize: 1 };
    const made = makeProbeRecord(
      'relu-versus-sigmoid',
      'smoke',
      plantedFingerprint,
      used,
      record.probes,
      nodeHost,
    );
    expect(made.settings.batchSize).toBe(1);
  });
});

describe('parseRecord of a probe', () => {
  it('undoes formatSealed exactly', () => {
    const read = parse(text);
    expect(read).toStrictEqual(record);
    expect(formatSealed(read)).toBe(text);
  });

  it('reads a record of another scale with its own number of seeds', () => {
    const quick = plantedProbe('quick', () => 0.1);
    expect(parse(formatSealed(quick)).probes).toHaveLength(1200);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('refuses a gradient of %d', (gradient) => {
    const made = formatSealed(plantedProbe('smoke', () => gradient));
    expect(() => parse(made)).toThrow('at probes[0].relativeGradientNorms[0]');
  });

  it('refuses a text cut off anywhere, or that holds two records', () => {
    for (let length = 0; length < text.length - 1; length += 500) {
      expect(() => parse(text.slice(0, length)), `${length} characters`).toThrow('is not JSON');
    }
    expect(() => parse(text + text)).toThrow('is not JSON');
  });

  it('refuses an edited gradient, by the digest', () => {
    const corrupt = edited(record, (draft) => {
      draft.probes[0].relativeGradientNorms[0] *= 2;
    });
    expect(() => parse(corrupt)).toThrow(/^field digest is .* it was edited$/);
  });

  const copyOf = (probe: Draft) => structuredClone(probe);

  it.each<[string, (draft: Draft) => void, RegExp]>([
    ['an absent probe', (d) => d.probes.pop(), /^field probes needs 120 distinct entries, got 119 of 119$/],
    ['no probe at all', (d) => (d.probes = []), /^field probes needs 120 distinct entries, got 0 of 0$/],
    ['one more', (d) => d.probes.push({ ...copyOf(d.probes[0]), seed: 7 }), /got 121 of 121$/],
    ['a double one more', (d) => d.probes.push(copyOf(d.probes[0])), /got 120 of 121$/],
    ['a double one for another', (d) => (d.probes[1] = copyOf(d.probes[0])), /got 119 of 120$/],
    [
      'a double one with other gradients',
      (d) => (d.probes[1] = { ...copyOf(d.probes[0]), relativeGradientNorms: [1, 2, 3] }),
      /got 119 of 120$/,
    ],
    [
      'the probes of fewer seeds than were asked for',
      (d) => d.settings.seeds.push(7),
      /needs 140 distinct entries, got 120 of 120$/,
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
      'a readout that its settings do not ask for',
      (d) => (d.probes[2].readoutAccuracy = 0.3),
      /^a probe of depth 4 has readoutAccuracy 0\.3, its settings say otherwise$/,
    ],
    [
      'a layer less',
      (d) => d.probes[0].relativeGradientNorms.pop(),
      /^a probe of depth 1 has 2 layers, not 3$/,
    ],
    [
      'a layer more in the last',
      (d) => d.probes[119].relativeGradientNorms.push(1),
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
    ['an unknown activation', (d) => (d.probes[0].activation = 'tanhh'), /at probes\[0\]\.activation/],
    ['batch norm that is neither', (d) => (d.probes[0].batchNorm = 1), /at probes\[0\]\.batchNorm/],
    ['depth 0', (d) => (d.probes[0].depth = 0), /at probes\[0\]\.depth/],
    ['a depth beyond any', (d) => (d.probes[0].depth = 9), /at probes\[0\]\.depth/],
    ['seed 0', (d) => (d.probes[0].seed = 0), /at probes\[0\]\.seed/],
    ['half a seed', (d) => (d.probes[0].seed = 1.5), /at probes\[0\]\.seed/],
    ['a field more in a probe', (d) => (d.probes[0].extra = 1), /Unrecognized key.*extra/],
    ['a field more', (d) => (d.extra = 1), /Unrecognized key.*extra/],
    ['another schema version', (d) => (d.schema = 1), /at schema/],
    ['an unknown scale', (d) => (d.scale = 'huge'), /at scale/],
    ['a setting that is neither text nor number', (d) => (d.settings.width = null), /at settings\.width/],
    ['an unknown engine', (d) => (d.fingerprint.engine = 'abacus'), /at fingerprint\.engine/],
    ['no probes field', (d) => delete d.probes, /at probes/],
  ])('refuses a forged record, its digest computed anew: %s', (_, edit, message) => {
    expect(() => parse(resealed(record, edit))).toThrow(message);
  });

  it('reads gradients of exactly 0, whose meaning is the hypothesis’s affair', () => {
    const dead = plantedProbe('smoke', () => 0);
    expect(parse(formatSealed(dead))).toStrictEqual(dead);
  });
});

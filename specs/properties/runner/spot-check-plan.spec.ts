import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { probeSeconds } from '../../../src/cost.ts';
import {
  cellSettings,
  chancesText,
  drawImages,
  drawSpotChecks,
  SPOT_CHECK_PARTS,
} from '../../../src/runner/spot-check-plan.ts';
import { probeSettingsOf, runName, runsOf, study } from '../../support/this-study.ts';

const scales = fc.constantFrom('quick' as const, 'paper' as const);
const draws = fc.string({ minLength: 1 });

describe('drawSpotChecks', () => {
  test.prop([scales, draws])('looks at the weights of every network, each in one part', (scale, draw) => {
    const runs = runsOf(scale);
    const parts = drawSpotChecks(study, 'quick', runs, draw, true);
    expect(parts).toHaveLength(SPOT_CHECK_PARTS);
    expect(parts.flatMap(({ networks }) => networks).sort()).toEqual(runs.map(runName).sort());
  });

  test.prop([scales, draws])(
    'repeats a prefix of two different runs, and networks of the probe, none twice, for about four seconds',
    (scale, draw) => {
      const parts = drawSpotChecks(study, 'quick', runsOf(scale), draw, true);
      const prefixes = parts.flatMap((part) => part.prefixes);
      expect(new Set(prefixes.map(({ name }) => name)).size).toBe(2);
      expect(prefixes.every(({ steps }) => Number.isInteger(steps) && steps >= 1)).toBe(true);
      const cells = parts.flatMap(({ probes }) => probes);
      const settings = probeSettingsOf('quick');
      const seconds = cells.map((cell) => probeSeconds(cellSettings(settings, cell)));
      const costs = settings.depths.map((depth) =>
        probeSeconds(cellSettings(settings, { activation: 'relu', depth, seed: 1 })),
      );
      const all = seconds.reduce((sum, each) => sum + each, 0);
      expect(all).toBeLessThanOrEqual(4);
      expect(all).toBeGreaterThan(4 - Math.max(...costs));
      expect(new Set(cells.map((cell) => runName(cell))).size).toBe(cells.length);
    },
  );

  it('falls on every run and every network of the probe, and on another length each time', () => {
    const parts = Array.from({ length: 400 }, (_, draw) =>
      drawSpotChecks(study, 'quick', runsOf('quick'), `${draw}`, true),
    ).flat();
    const prefixes = parts.flatMap((part) => part.prefixes);
    // A run is drawn 400 · 2 / 30 = 27 times on average; that one of 30 is never drawn has a chance under 1e-10.
    expect(new Set(prefixes.map(({ name }) => name)).size).toBe(30);
    expect(new Set(parts.flatMap(({ probes }) => probes).map(runName)).size).toBe(60 * 2 * 5);
    const lengths = prefixes.filter(({ name }) => name.includes('depth-1-')).map(({ steps }) => steps);
    expect(new Set(lengths).size).toBeGreaterThan(20);
  });

  it('looks at nothing where nothing was stored', () => {
    const parts = drawSpotChecks(study, 'quick', [], 'any', false);
    expect(
      parts.every(({ networks, prefixes, probes }) => [...networks, ...prefixes, ...probes].length === 0),
    ).toBe(true);
  });
});

describe('drawImages', () => {
  test.prop([scales, draws])('draws distinct test images, others for each network', (scale, draw) => {
    const [first, second] = runsOf(scale);
    const [part] = drawSpotChecks(study, 'quick', runsOf(scale), draw, true);
    const [one, other] = [drawImages(study, part!, first!), drawImages(study, part!, second!)];
    expect(new Set(one).size).toBe(part!.images);
    expect(Math.max(...one)).toBeLessThan(study.scales[scale].testImages);
    expect([...one]).not.toEqual([...other]);
  });
});

describe('chancesText', () => {
  it.each(['quick', 'paper'] as const)('promises what was asked of it at %s scale', (scale) => {
    const text = chancesText(study, scale, { networks: 30, prefixes: 2, probes: 30 });
    const [, chance] = /with a chance of (\S+),/.exec(text) ?? [];
    expect(Number(chance)).toBeLessThanOrEqual(1e-6);
    expect(text).toContain('made up, with 0.93, one forged network of the probe with 0.95'); // 28 of 30, 570 of 600
  });

  it('promises nothing of the probe, or of anything, where that was not looked at', () => {
    expect(chancesText(study, 'quick', { networks: 1, prefixes: 0, probes: 0 })).toMatch(
      /made up, with 1\.00$/,
    );
    expect(chancesText(study, 'quick', { networks: 0, prefixes: 0, probes: 9 })).toBe(
      'nothing was stored to check',
    );
  });
});

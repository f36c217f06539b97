import { describe, expect, it } from 'vitest';
import * as generic from '../../src/study.ts';
import type { RunSettings } from '../../src/training/run-settings.ts';
import { parseScale, runName, runsOf, scaleNames, settingsOf, study } from '../support/this-study.ts';

const runs = scaleNames.flatMap(runsOf);
const AMOUNTS = [
  'width',
  'trainImages',
  'trainDigest',
  'testImages',
  'testDigest',
  'statisticsImages',
  'epochs',
];

describe('runsOf', () => {
  it.each(scaleNames)('gives %s 30 distinct runs: every activation, depth and seed once', (scale) => {
    const { activations, depths, seeds } = study.grid;
    const expected = activations.flatMap((activation) =>
      depths.flatMap((depth) => seeds.map((seed) => ({ scale, activation, depth, seed }))),
    );
    expect(runsOf(scale)).toHaveLength(30);
    expect(runsOf(scale)).toEqual(expect.arrayContaining(expected));
  });

  it.each(scaleNames)(
    'lists %s seed by seed, and a seed costliest first, so that no worker is left with the longest run at the end',
    (scale) => {
      const listed = runsOf(scale);
      expect(listed.map(({ seed }) => seed)).toEqual(
        study.grid.seeds.flatMap((seed) => Array(10).fill(seed)),
      );
      for (const seed of study.grid.seeds) {
        const depths = listed.filter((run) => run.seed === seed).map(({ depth }) => depth);
        expect(depths).toEqual([8, 8, 6, 6, 4, 4, 2, 2, 1, 1]);
      }
    },
  );

  it('leaves the order of the study’s depths alone', () => {
    runsOf('quick');
    expect(study.grid.depths).toEqual([1, 2, 4, 6, 8]);
  });
});

describe('runName', () => {
  it('is unique within a scale and fit for a file and a project', () => {
    for (const scale of scaleNames) expect(new Set(runsOf(scale).map(runName)).size).toBe(30);
    for (const run of runs) expect(runName(run)).toMatch(/^[a-z]+-depth-\d-seed-\d$/);
  });

  it('says activation, depth and seed', () => {
    expect(runName({ activation: 'sigmoid', depth: 6, seed: 2 })).toBe('sigmoid-depth-6-seed-2');
  });
});

describe('a study with variations', () => {
  const variations = {
    'loss-sixteenfold': { lossFactor: 16 },
    'four-times-epochs': { epochsFactor: 4 },
    standardised: { standardisedFeatures: true, learningRate: 0.01 },
  } as const;
  const conditions = [
    { activation: 'sigmoid', depth: 8, variation: 'four-times-epochs' },
    { activation: 'sigmoid', depth: 8 },
    { activation: 'relu', depth: 2, variation: 'standardised' },
  ] as const;
  const varied = { ...study, grid: { ...study.grid, conditions, variations } };

  it('has a run for each of its conditions and seeds, in their order, each with a name of its own', () => {
    const all = generic.runsOf(varied, 'quick');
    expect(all.slice(0, 3)).toEqual(
      conditions.map((condition) => ({ scale: 'quick', ...condition, seed: 1 })),
    );
    expect(all).toHaveLength(9);
    expect(new Set(all.map(runName)).size).toBe(9);
    expect(runName(all[0]!)).toBe('sigmoid-four-times-epochs-depth-8-seed-1');
    expect(runName(all[1]!)).toBe('sigmoid-depth-8-seed-1');
  });

  it('changes of the settings what a variation names, and nothing else', () => {
    const [longer, plain, standardised] = generic
      .runsOf(varied, 'quick')
      .map((run) => generic.settingsOf(varied, run));
    const quick = generic.settingsOf(study, { scale: 'quick', activation: 'sigmoid', depth: 8, seed: 1 });
    expect(plain).toEqual(quick);
    expect(Object.keys(plain!)).not.toContain('lossFactor');
    expect(longer).toEqual({ ...quick, epochs: 4 * quick.epochs });
    const other = { activation: 'relu', depth: 2, standardisedFeatures: true, learningRate: 0.01 };
    expect(standardised).toEqual({ ...quick, ...other });
    const scaled = {
      scale: 'quick',
      activation: 'sigmoid',
      depth: 8,
      variation: 'loss-sixteenfold',
      seed: 1,
    } as const;
    expect(generic.settingsOf(varied, scaled)).toEqual({ ...quick, lossFactor: 16 });
  });

  it('refuses a variation that it does not have, naming it', () => {
    const run = { scale: 'quick', activation: 'relu', depth: 1, variation: 'none', seed: 1 } as const;
    expect(() => generic.settingsOf(varied, run)).toThrow(
      'settingsOf needs a variation of relu-versus-sigmoid, got none',
    );
  });
});

describe('settingsOf', () => {
  const differences = (a: RunSettings, b: RunSettings) =>
    (Object.keys(a) as (keyof RunSettings)[]).filter(
      (name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]),
    );

  it('differs between two runs of a scale in activation, depth and seed alone: all else is held equal', () => {
    for (const scale of scaleNames) {
      const [first, ...others] = runsOf(scale);
      for (const other of others) {
        const expected = (['activation', 'depth', 'seed'] as const).filter(
          (name) => first![name] !== other[name],
        );
        expect(differences(settingsOf(first!), settingsOf(other)).sort()).toEqual([...expected].sort());
      }
    }
  });

  it('differs between scales in amount and width, never in the training protocol', () => {
    const at = (scale: (typeof scaleNames)[number]) =>
      settingsOf({ scale, activation: 'relu', depth: 8, seed: 1 });
    for (const scale of scaleNames) {
      for (const name of differences(at('paper'), at(scale))) {
        expect(AMOUNTS).toContain(name);
      }
    }
  });

  it('is the notebook’s setting at paper scale', () => {
    expect(settingsOf({ scale: 'paper', activation: 'relu', depth: 4, seed: 1 })).toEqual({
      blockKind: 'convolution',
      activation: 'relu',
      depth: 4,
      width: 64,
      seed: 1,
      trainImages: 50_000,
      trainDigest: '1e91790dbaf241617ca1f29a9aba08eb9a62df84cc90676b47edd05ad2ab3c94',
      testImages: 10_000,
      testDigest: '9a4c74f5c8b6f2c4e13d3a1dfb43a5a8cda8a9da515e99fd620d2013a1a6287a',
      statisticsImages: 5120,
      epochs: 10,
      imageShape: [32, 32, 3],
      batchSize: 128,
      learningRate: 1e-3,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    });
  });

  it('never asks for more images than CIFAR-10 has, or for an unseeded run', () => {
    for (const { trainImages, testImages, epochs, width, seed } of runs.map(settingsOf)) {
      expect(trainImages).toBeLessThanOrEqual(50_000);
      expect(testImages).toBeLessThanOrEqual(10_000);
      expect(Math.min(trainImages, testImages, epochs, width, seed)).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('study', () => {
  it('counts every scale as evidence but smoke', () => {
    expect(scaleNames.filter((scale) => study.scales[scale].evidence)).toEqual(['quick', 'paper']);
  });

  it('gates on depths that it trains, deepest first', () => {
    expect(study.analysis.gateDepths).toEqual([8, 6, 4]);
    for (const depth of study.analysis.gateDepths) expect(study.grid.depths).toContain(depth);
  });
});

describe('parseScale', () => {
  it.each(scaleNames)('knows %s', (scale) => expect(parseScale(scale)).toBe(scale));

  it.each(['', 'Quick', 'quick ', 'production', 'toString', '__proto__'])(
    'refuses "%s", naming it and the scales',
    (name) => {
      expect(() => parseScale(name)).toThrow(`--scale needs one of smoke, quick, paper, got ${name}`);
    },
  );
});

import { describe, expect, it } from 'vitest';
import type { Measured } from '../../../../bench/speed/measure.ts';
import { benchmarkReport } from '../../../../bench/speed/report.ts';
import { comparison, dimensions, growth, keyOf, type Setting } from '../../../../bench/speed/settings.ts';

const cores = 2;
const of = (imagesPerSecond: number): Measured => ({
  imagesPerSecond,
  peakMegabytes: 300,
  identity: 'some 1.0',
});
const planted: [Setting, (Measured | undefined)[]][] = [
  ...comparison(['wasm'], cores).map((setting): [Setting, Measured[]] => [
    setting,
    [of(130), of(150), of(110)],
  ]),
  ...comparison(['pytorch-contiguous'], cores).map((setting): [Setting, Measured[]] => [setting, [of(50)]]),
  ...comparison(['pytorch-channels_last'], cores).map((setting): [Setting, Measured[]] => [
    setting,
    [of(100)],
  ]),
  ...comparison(['tensorflow'], cores).map((setting): [Setting, undefined[]] => [setting, [undefined]]),
  ...dimensions.flatMap((dimension) =>
    growth(dimension, cores).map((setting): [Setting, Measured[]] => [
      setting,
      [of(1000 / setting[dimension])],
    ]),
  ),
];
const samples = new Map(planted.map(([setting, found]) => [keyOf(setting), found]));
const { page, figures } = benchmarkReport({
  samples,
  repetitions: 3,
  seconds: 5,
  cores,
  measuredWith: ['a machine'],
});
const rows = (label: string) => page.split('\n').filter((line) => line.includes(label));

describe('benchmarkReport', () => {
  it('gives the median and the extremes, the share of PyTorch’s best, and the memory', () => {
    const [speed, shared, memory] = rows('| this project’s wasm engine');
    expect(speed).toContain('130 (110–150)');
    expect(shared).toContain('130 %');
    expect(memory).toContain('300');
    expect(rows('| PyTorch, NCHW  ')[1]).toContain('50 %');
  });

  it('says what is absent and what was left out', () => {
    expect(rows('| tfjs-node')[0]).toContain('absent');
    expect(rows('| PyTorch, channels last, memory kept')[0]).toContain('left out');
  });

  it('draws the cost along each dimension, in both colours, where it was measured', () => {
    expect([...figures.keys()]).toEqual([
      'network-light.svg',
      'network-dark.svg',
      'run-light.svg',
      'run-dark.svg',
    ]);
    expect(figures.get('network-light.svg')).toContain('milliseconds per image');
    const none = benchmarkReport({ samples: new Map(), repetitions: 1, seconds: 1, cores, measuredWith: [] });
    expect(none.figures.size).toBe(0);
  });
});

/** The benchmark as a page of markdown with two figures: a pure function of what was measured. */
import { markdownTable } from 'markdown-table';
import { drawFigure, type Figure } from '../../src/report/figures/figure.ts';
import type { Panel } from '../../src/report/figures/panel.ts';
import { quantile } from '../../src/statistics/quantile.ts';
import type { Measured } from './measure.ts';
import {
  type Contender,
  comparison,
  contenders,
  type Dimension,
  growth,
  keyOf,
  NETWORKS,
  type Setting,
} from './settings.ts';

/** A finished benchmark. */
export interface Benchmark {
  /** By the setting's key, one entry per repetition; undefined where what it needs is not installed. */
  readonly samples: ReadonlyMap<string, readonly (Measured | undefined)[]>;
  readonly repetitions: number;
  readonly seconds: number;
  readonly cores: number;
  /** Lines on machine, versions and command. */
  readonly measuredWith: readonly string[];
}

/** A setting's repetitions as one. */
interface Summary {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly peakMegabytes: number;
  readonly identity: string;
}

type Known = Summary | 'absent' | 'left out';

const all = Object.keys(contenders) as Contender[];
const isPytorch = (contender: Contender) => contender.startsWith('pytorch');

/** @returns the page, and its figures by file name */
export function benchmarkReport(benchmark: Benchmark): {
  readonly page: string;
  readonly figures: ReadonlyMap<string, string>;
} {
  const { cores, seconds, repetitions, measuredWith } = benchmark;
  const figures = new Map<string, string>();
  const shown = [
    growthFigure(benchmark, 'network', ['depth', 'width']),
    growthFigure(benchmark, 'run', ['batch', 'processes']),
  ].flatMap(({ name, figure }) => {
    if (!figure) return [];
    for (const theme of ['light', 'dark'] as const)
      figures.set(`${name}-${theme}.svg`, drawFigure(figure, theme));
    return [
      `<picture><source media="(prefers-color-scheme: dark)" srcset="benchmarks/${name}-dark.svg"><img alt="${figure.title}" src="benchmarks/${name}-light.svg"></picture>`,
    ];
  });
  const identities = all.flatMap((contender) => {
    const found = comparison([contender], cores)
      .map((setting) => summaryOf(benchmark, setting))
      .find(isMeasured);
    return found ? [`- ${contenders[contender]}: ${found.identity}`] : [];
  });
  const page = [
    '# Benchmarks',
    `Images trained per second: forward, backward and Adam with ReLU on batches of 128 random images of 32 × 32 pixels held in memory, no evaluation. All ${cores} cores are busy: a single-threaded engine runs as ${cores} processes at once, whose speeds are added, a native one as one process with ${cores} threads. The median of ${repetitions} interleaved repetitions of ${seconds} s after a warm-up, and the extremes.`,
    table(benchmark, ({ median, lowest, highest }) => `${rate(median)} (${rate(lowest)}–${rate(highest)})`),
    '## Beside PyTorch',
    'Median speed as a share of the fastest PyTorch row of the same column.',
    table(benchmark, ({ median }, network) => share(median, bestOf(benchmark, network))),
    '## Memory',
    'Peak resident memory of one process, in megabytes.',
    table(benchmark, ({ peakMegabytes }) => `${peakMegabytes}`),
    '## How the cost grows',
    'Of the default engine, from width 32 with 4 blocks, batches of 128 and one process, one thing at a time. Twice the images take twice the time.',
    ...shown,
    '## Measured with',
    [...measuredWith.map((line) => `- ${line}`), ...identities].join('\n'),
  ];
  return { page: `${page.join('\n\n')}\n`, figures };
}

function summaryOf({ samples }: Benchmark, setting: Setting): Known {
  const found = samples.get(keyOf(setting));
  if (!found) return 'left out';
  const measured = found.flatMap((sample) => sample ?? []);
  if (measured.length < found.length) return 'absent';
  const rates = measured.map(({ imagesPerSecond }) => imagesPerSecond);
  return {
    median: quantile(rates, 0.5),
    lowest: Math.min(...rates),
    highest: Math.max(...rates),
    peakMegabytes: Math.max(...measured.map(({ peakMegabytes }) => peakMegabytes)),
    identity: measured[0]?.identity ?? '',
  };
}

function isMeasured(known: Known): known is Summary {
  return typeof known !== 'string';
}

function settingOn(benchmark: Benchmark, contender: Contender, network: number): Known {
  const setting = comparison([contender], benchmark.cores)[network];
  return setting ? summaryOf(benchmark, setting) : 'left out';
}

function bestOf(benchmark: Benchmark, network: number): number | undefined {
  const peers = all.filter(isPytorch).map((contender) => settingOn(benchmark, contender, network));
  const medians = peers.filter(isMeasured).map(({ median }) => median);
  return medians.length > 0 ? Math.max(...medians) : undefined;
}

function share(median: number, best: number | undefined): string {
  return best === undefined ? 'no PyTorch' : `${Math.round((100 * median) / best)} %`;
}

// What is not measured is seen to be missing.
function table(benchmark: Benchmark, cell: (summary: Summary, network: number) => string): string {
  const header = ['', ...NETWORKS.map(([width, depth]) => `width ${width}, depth ${depth}`)];
  const rows = all.map((contender) => [
    contenders[contender],
    ...NETWORKS.map((_, network) => {
      const known = settingOn(benchmark, contender, network);
      return isMeasured(known) ? cell(known, network) : known;
    }),
  ]);
  return markdownTable([header, ...rows], { align: ['l', ...NETWORKS.map(() => 'r')] });
}

const AXES: Readonly<
  Record<Dimension, { readonly word: string; readonly label: string; readonly doubling: boolean }>
> = {
  depth: { word: 'blocks', label: 'blocks', doubling: false },
  width: { word: 'width', label: 'width (channels)', doubling: true },
  batch: { word: 'batch', label: 'images per step', doubling: true },
  processes: { word: 'processes', label: 'processes at once', doubling: false },
};

function growthFigure(benchmark: Benchmark, name: string, along: readonly Dimension[]) {
  const panels = along.flatMap((dimension) => growthPanel(benchmark, dimension));
  const title = `Cost of training one image, by ${along.map((dimension) => AXES[dimension].word).join(' and by ')}`;
  return { name, figure: panels.length > 0 ? ({ title, panels } satisfies Figure) : undefined };
}

function growthPanel(benchmark: Benchmark, dimension: Dimension): readonly Panel[] {
  const { word, label, doubling } = AXES[dimension];
  const place = (value: number) => (doubling ? Math.log2(value) : value);
  const measured = growth(dimension, benchmark.cores).flatMap((setting) => {
    const known = summaryOf(benchmark, setting);
    return isMeasured(known) ? [{ value: setting[dimension], ...known }] : [];
  });
  if (measured.length === 0) return [];
  const cost = (imagesPerSecond: number) => 1000 / imagesPerSecond;
  return [
    {
      title: `by ${word}`,
      xLabel: label,
      yLabel: 'milliseconds per image',
      xTicks: measured.map(({ value }) => ({ at: place(value), label: `${value}` })),
      yScale: 'linear',
      series: [
        {
          label: 'median, and from fastest to slowest repetition',
          colour: { light: '#0969da', dark: '#58a6ff' },
          dashed: false,
          line: measured.map(({ value, median }) => [place(value), cost(median)]),
          intervals: measured.map(({ value, lowest, highest }) => [
            place(value),
            cost(highest),
            cost(lowest),
          ]),
        },
      ],
    },
  ];
}

function rate(imagesPerSecond: number): string {
  return imagesPerSecond >= 100 ? imagesPerSecond.toFixed(0) : imagesPerSecond.toPrecision(3);
}

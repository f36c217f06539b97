/** The benchmark as a page of markdown: a pure function of what was measured. */
import { markdownTable } from 'markdown-table';
import type { Sample } from './assignment.ts';
import type { BenchmarkCase } from './cases.ts';
import { type Contender, isPytorch, SIDE_BY_SIDE } from './contenders.ts';
import type { Machine } from './machine.ts';
import { bestMedian, type Summary, sharingLoss, summarise } from './summarise.ts';

/** A finished benchmark. */
export interface Benchmark {
  /** Every contender and case there is, measured or not: what is missing must be seen to be missing. */
  readonly contenders: readonly Contender[];
  readonly cases: readonly BenchmarkCase[];
  readonly samples: readonly Sample[];
  readonly repetitions: number;
  readonly seconds: number;
  readonly cores: number;
  /** Images a step. */
  readonly batch: number;
  readonly machine: Machine;
  readonly tfjs: string;
  /** ISO 8601. */
  readonly date: string;
  readonly command: string;
}

/** Writes the whole page. */
export function benchmarkReport(benchmark: Benchmark): string {
  const { batch, cores, seconds, repetitions } = benchmark;
  const sections = [
    '# Benchmarks',
    `Images trained a second: forward, backward and Adam with ReLU on batches of ${batch} random images of 32 × 32 ` +
      `pixels held in memory, no evaluation. All ${cores} cores are busy: single-threaded engines run as ${cores} ` +
      `processes at once and their speeds are added, native ones as one process with ${cores} threads. The median of ` +
      `${repetitions} interleaved repetitions of ${seconds} s after a warm-up, and the extremes.`,
    speedTable(benchmark),
    remarks(benchmark),
    '## Compared with PyTorch',
    'Median speed as a share of the best PyTorch row of the same column.',
    ratioTable(benchmark),
    '## Memory',
    'Peak resident memory of one process, in megabytes.',
    memoryTable(benchmark),
    '## Side by side',
    sideBySide(benchmark),
    '## Measured with',
    provenance(benchmark),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Median images per second, and the extremes where there is more than one repetition. */
export function speedTable(benchmark: Benchmark): string {
  return grid(benchmark, (summary) => {
    const { median, lowest, highest, repetitions } = summary;
    return repetitions === 1 ? rate(median) : `${rate(median)} (${rate(lowest)}–${rate(highest)})`;
  });
}

/** Each median over the best of PyTorch's in its column. */
export function ratioTable(benchmark: Benchmark): string {
  const peers = benchmark.contenders.filter(isPytorch);
  return grid(benchmark, ({ median }, { id: caseId }) => {
    const best = bestMedian(peers.map(({ id }) => summarise(benchmark.samples, id, caseId)));
    return best === undefined ? 'no PyTorch' : `${Number((100 * (median / best)).toPrecision(3))} %`;
  });
}

/** The largest process of each contender. */
export function memoryTable(benchmark: Benchmark): string {
  return grid(benchmark, ({ peakMegabytes }) => String(peakMegabytes));
}

/** What one wasm process loses to its neighbours on the other cores. */
export function sideBySide({ contenders, cases, samples, cores }: Benchmark): string {
  const lone = contenders.find(({ id }) => id === SIDE_BY_SIDE.alone);
  const on = cases.find(({ id }) => id === lone?.onlyCase);
  if (!on) return 'Not measured.';
  const together = summarise(samples, SIDE_BY_SIDE.together, on.id);
  const alone = summarise(samples, SIDE_BY_SIDE.alone, on.id);
  const missing = [together, alone].find(({ status }) => status !== 'measured');
  if (together.status !== 'measured' || alone.status !== 'measured') {
    return `Not measured: the wasm engine at ${on.label} ${missing?.status === 'left out' ? 'was left out' : 'failed'}.`;
  }
  const loss = sharingLoss(together.median, alone.median, cores);
  return (
    `At ${on.label}, one wasm process with the machine to itself trains ${rate(alone.median)} images/s; ${cores} side ` +
    `by side train ${rate(together.median)} in sum, so each loses ${(100 * loss).toFixed(1)} % to the others.`
  );
}

function remarks(benchmark: Benchmark): string {
  const limits = benchmark.contenders
    .filter(({ singleImage }) => singleImage)
    .map(
      ({ label }) =>
        `${label}: a step of 1 image in each of ${benchmark.cores} processes, once, without a warm-up.`,
    );
  return [...limits, ...faults(benchmark)].map((remark) => `- ${remark}`).join('\n');
}

// What shares a reason shares a line: an absence is the same on every case.
function faults({ contenders, cases, samples }: Benchmark): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const { id, label } of contenders) {
    for (const benchmarkCase of cases) {
      const summary = summarise(samples, id, benchmarkCase.id);
      if (summary.status !== 'absent' && summary.status !== 'failed') continue;
      const place = summary.status === 'absent' ? label : `${label} at ${benchmarkCase.label}`;
      const cause = `${summary.status}: ${summary.reason}`;
      places.set(cause, (places.get(cause) ?? new Set()).add(place));
    }
  }
  return [...places].map(([cause, labels]) => `${[...labels].join('; ')}: ${cause}`);
}

function provenance(benchmark: Benchmark): string {
  const { machine, contenders, cases, samples, tfjs, date, command } = benchmark;
  const identities = contenders.flatMap(({ id, label, keepsMemory }) => {
    const summaries = cases.map((benchmarkCase) => summarise(samples, id, benchmarkCase.id));
    const found = summaries.find((summary) => summary.status === 'measured');
    return found && !keepsMemory ? [`- ${label}: ${found.identity}`] : [];
  });
  return [
    `- Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.platform}`,
    `- Load average before the first measurement: ${machine.load.toFixed(2)} (near 0 on a quiet machine)`,
    `- Node ${machine.node}, TensorFlow.js ${tfjs}`,
    ...identities,
    `- ${date}, by \`${command}\``,
  ].join('\n');
}

function grid(
  { contenders, cases, samples }: Benchmark,
  cell: (summary: Extract<Summary, { status: 'measured' }>, benchmarkCase: BenchmarkCase) => string,
): string {
  const header = ['', ...cases.map(({ label }) => label)];
  const rows = contenders
    .filter(({ onlyCase }) => onlyCase === undefined)
    .map(({ id, label }) => [
      label,
      ...cases.map((benchmarkCase) => {
        const summary = summarise(samples, id, benchmarkCase.id);
        return summary.status === 'measured' ? cell(summary, benchmarkCase) : summary.status;
      }),
    ]);
  return markdownTable([header, ...rows], { align: ['l', ...cases.map(() => 'r')] });
}

function rate(imagesPerSecond: number): string {
  return imagesPerSecond >= 100 ? imagesPerSecond.toFixed(0) : imagesPerSecond.toPrecision(3);
}

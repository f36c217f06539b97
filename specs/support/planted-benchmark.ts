/** A benchmark with invented figures, for specs of what is made of them. */
import type { Outcome, Sample } from '../../bench/speed/assignment.ts';
import type { Benchmark } from '../../bench/speed/benchmark-report.ts';
import { contendersOn } from '../../bench/speed/contenders.ts';

export const CASES = [
  { id: 'paper-1', label: 'shallow', width: 64, depth: 1 },
  { id: 'paper-8', label: 'deep', width: 64, depth: 8 },
] as const;

export function measured(imagesPerSecond: number, peakMegabytes = 100): Outcome {
  return { status: 'measured', imagesPerSecond, peakMegabytes, identity: 'made up 1.0.0' };
}

/** One sample of a contender on a case for each outcome. */
export function samplesOf(contender: string, benchmarkCase: string, ...outcomes: Outcome[]): Sample[] {
  return outcomes.map((outcome) => ({ contender, benchmarkCase, outcome }));
}

export function benchmarkOf(...samples: Sample[]): Benchmark {
  return {
    contenders: contendersOn('paper-8'),
    cases: CASES,
    samples,
    repetitions: 3,
    seconds: 10,
    cores: 2,
    batch: 128,
    machine: {
      processor: 'Abacus',
      cores: 2,
      memoryGigabytes: 8,
      platform: 'wood x64',
      node: 'v20.0.0',
      load: 0.125,
    },
    tfjs: '4.22.0',
    date: '2026-01-02',
    command: 'npm run bench',
  };
}

/** The cells of a markdown table's row that starts with `label`. */
export function cellsOf(table: string, label: string): readonly string[] {
  const row = table.split('\n').find((line) => line.startsWith(`| ${label} `));
  return (row ?? '')
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

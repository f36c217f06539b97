/** Repetitions of a measurement in, one figure out. */
import { quantile } from '../../src/statistics/quantile.ts';
import type { Outcome, Sample } from './assignment.ts';

type Measured = Extract<Outcome, { status: 'measured' }>;

/** What is said of a contender on a case. */
export type Summary =
  | {
      readonly status: 'measured';
      /** Images a second, all processes together: the median over repetitions and the extremes. */
      readonly median: number;
      readonly lowest: number;
      readonly highest: number;
      readonly repetitions: number;
      /** The largest of any process in any repetition. */
      readonly peakMegabytes: number;
      readonly identity: string;
    }
  | { readonly status: 'absent' | 'failed' | 'left out'; readonly reason: string };

/**
 * Sums up one contender on one case. One repetition that failed makes the whole a failure: a median over those that
 * happened to survive would flatter it.
 *
 * @param samples - of every contender and case
 * @returns `left out` if there is no sample
 */
export function summarise(samples: readonly Sample[], contender: string, benchmarkCase: string): Summary {
  const outcomes = samples
    .filter((sample) => sample.contender === contender && sample.benchmarkCase === benchmarkCase)
    .map(({ outcome }) => outcome);
  const fault = outcomes.find(({ status }) => status !== 'measured');
  if (fault && fault.status !== 'measured') return fault;
  const measured = outcomes.filter((outcome): outcome is Measured => outcome.status === 'measured');
  const [first] = measured;
  if (!first) return { status: 'left out', reason: 'not asked for' };
  const rates = measured.map(({ imagesPerSecond }) => imagesPerSecond);
  return {
    status: 'measured',
    median: quantile(rates, 0.5),
    lowest: Math.min(...rates),
    highest: Math.max(...rates),
    repetitions: rates.length,
    peakMegabytes: Math.max(...measured.map(({ peakMegabytes }) => peakMegabytes)),
    identity: first.identity,
  };
}

/** The largest median of what was measured, or undefined if nothing was. */
export function bestMedian(summaries: readonly Summary[]): number | undefined {
  const medians = summaries.flatMap((summary) => (summary.status === 'measured' ? [summary.median] : []));
  return medians.length > 0 ? Math.max(...medians) : undefined;
}

/**
 * The fraction of its own speed that a process loses to neighbours on the other cores.
 *
 * @param together - summed speed of `processes` processes
 * @param alone - speed of one with the machine to itself
 * @returns 0 if cores share nothing, (processes − 1) / processes if they share everything
 */
export function sharingLoss(together: number, alone: number, processes: number): number {
  return 1 - together / processes / alone;
}

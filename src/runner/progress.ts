/** One line on how a run is going, for a person who waits. */

import type { RunProgress } from '../records/compute-job.ts';
import { type Run, runName } from '../study.ts';

/** Says epoch, speed and time left: `relu-depth-8-seed-1: epoch 2 of 3, 148 images/s, 1 min 5 s left`. */
export function progressLine(run: Run, { epoch, epochs, imagesPerSecond, secondsLeft }: RunProgress): string {
  const speed = `${Math.round(imagesPerSecond)} images/s`;
  return `${runName(run)}: epoch ${epoch} of ${epochs}, ${speed}, ${durationText(secondsLeft)} left`;
}

/** Spells a duration in the two largest units that matter. @param seconds - ≥ 0 */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'an unknown time';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * Says how far the whole invocation is, by the cost of its runs.
 *
 * @param pending - what there is to compute: names, with the seconds that each was estimated to take
 * @param elapsed - seconds since the start
 * @returns `3 of 30 records done, about 12 min 5 s left`, or nothing before the first run is done
 */
export function overallProgress(
  pending: ReadonlyMap<string, number>,
  done: ReadonlySet<string>,
  elapsed: number,
): string {
  const finished = [...pending].filter(([name]) => done.has(name));
  if (finished.length === 0) return '';
  const left = elapsed * (costOf([...pending]) / costOf(finished) - 1);
  return `${finished.length} of ${pending.size} records done, about ${durationText(left)} left`;
}

function costOf(computations: readonly (readonly [string, number])[]): number {
  return computations.reduce((sum, [, seconds]) => sum + seconds, 0);
}

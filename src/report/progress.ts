/** One line on how a run is going, for a person who waits. */
import { type Run, runName } from '../study.ts';
import type { Progress } from '../training/train-run.ts';

/** Says epoch, speed and time left: `relu-depth-8-seed-1: epoch 2 of 3, 148 images/s, 1 min 5 s left`. */
export function progressLine(run: Run, { epoch, epochs, imagesPerSecond, secondsLeft }: Progress): string {
  const speed = `${Math.round(imagesPerSecond)} images/s`;
  return `${runName(run)}: epoch ${epoch} of ${epochs}, ${speed}, ${durationText(secondsLeft)} left`;
}

/** Spells a duration in the two largest units that matter. @param seconds - ≥ 0 */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

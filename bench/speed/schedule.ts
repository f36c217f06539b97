/** Which measurements are made, and in which order. */
import type { BenchmarkCase } from './cases.ts';
import type { Contender } from './contenders.ts';

export interface Measurement {
  /** 1-based. */
  readonly repetition: number;
  readonly contender: Contender;
  readonly benchmarkCase: BenchmarkCase;
}

/**
 * Interleaves the contenders: each is measured once on a case before any is measured on it again, so that a machine
 * that grows slower meanwhile is slow for all of them.
 *
 * @param repetitions - integer ≥ 1; contenders that take a single image are measured only once
 * @throws RangeError if repetitions is not an integer ≥ 1
 */
export function schedule(
  contenders: readonly Contender[],
  cases: readonly BenchmarkCase[],
  repetitions: number,
): readonly Measurement[] {
  if (!Number.isInteger(repetitions) || repetitions < 1) {
    throw new RangeError(`--repetitions needs an integer ≥ 1, got ${repetitions}`);
  }
  const rounds = Array.from({ length: repetitions }, (_, index) => index + 1);
  return rounds.flatMap((repetition) =>
    cases.flatMap((benchmarkCase) =>
      contenders
        .filter(({ singleImage }) => repetition === 1 || !singleImage)
        .filter(({ onlyCase }) => onlyCase === undefined || onlyCase === benchmarkCase.id)
        .map((contender) => ({ repetition, contender, benchmarkCase })),
    ),
  );
}

/**
 * Keeps the items whose id starts with one of the words.
 *
 * @param words - comma-separated, or undefined to keep all
 * @throws RangeError if a word fits nothing: a typing error must not measure less than was asked for
 */
export function chosen<Item extends { readonly id: string }>(
  items: readonly Item[],
  words: string | undefined,
): readonly Item[] {
  if (words === undefined) return items;
  const starts = words.split(',');
  const idle = starts.find((start) => start === '' || !items.some(({ id }) => id.startsWith(start)));
  if (idle !== undefined) {
    throw new RangeError(
      `A filter needs the start of ${items.map(({ id }) => id).join(', ')}; got "${idle}"`,
    );
  }
  return items.filter(({ id }) => starts.some((start) => id.startsWith(start)));
}

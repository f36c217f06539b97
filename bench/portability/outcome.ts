/** What came of asking a platform, and what that says beside the golden digests. */
import type { Answer } from './answer-task.ts';
import { type Digests, firstDifference, lastDigest } from './digests.ts';

export type Outcome =
  /** Not installed here; `install` is one line on how to come by it. */
  | { readonly kind: 'absent'; readonly install: string }
  /** There, but it gave no answer. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'computed'; readonly version: string; readonly answer: Answer };

/** A platform's name and what came of asking it. */
export interface Asked {
  readonly platform: string;
  readonly outcome: Outcome;
}

/** Where a platform's computation of one case parts from the golden one. */
export interface Difference {
  readonly name: string;
  /** The first digest that differs, such as `step 4`; undefined where the platform computed nothing. */
  readonly from: string | undefined;
  /** The digest that stands for all, as the platform has it. */
  readonly digest: string | undefined;
}

/**
 * Holds an answer against the golden one.
 *
 * @param golden - every case that is due
 * @returns one entry per case that differs, is missing, or was not due
 */
export function differences(golden: Answer, answer: Answer): readonly Difference[] {
  const names = Object.keys({ ...golden, ...answer });
  return names.flatMap((name) => differenceOf(name, golden[name] ?? {}, answer[name] ?? {}));
}

function differenceOf(name: string, due: Digests, found: Digests): Difference[] {
  const digest = lastDigest(found);
  if (digest === undefined) return [{ name, from: undefined, digest }];
  const from = firstDifference(due, found);
  return from === undefined ? [] : [{ name, from, digest }];
}

/**
 * Says whether the platforms agree: a comparison that could not be made never reads as a pass.
 *
 * @param absenceFails - whether each platform has to be there
 * @returns 0 if every platform that is there agrees, and one is there at all; else 1
 */
export function exitCodeOf(golden: Answer, asked: readonly Asked[], absenceFails: boolean): 0 | 1 {
  const present = asked.filter(({ outcome }) => outcome.kind !== 'absent');
  if (present.length === 0 || (absenceFails && present.length < asked.length)) return 1;
  return present.every(({ outcome }) => agrees(golden, outcome)) ? 0 : 1;
}

function agrees(golden: Answer, outcome: Outcome): boolean {
  return outcome.kind === 'computed' && differences(golden, outcome.answer).length === 0;
}

/** What a test run came to, told apart for machines: the exit code says which of these it was. */
import type { Outcome } from '../judging/verdict.ts';

/**
 * `evidence`: a record is missing, stale, invalid, or came out different when it was computed again. `partial`: all that
 * took part holds, but not everything took part; `shard` the same of a shard that hands its part on. `held`: everything
 * did, and no gate was to be judged.
 */
export type Conclusion = 'failed' | 'evidence' | 'partial' | 'shard' | Outcome | 'held';

/** Exit codes; `usage` is for requests that cannot be understood, which end before anything runs. */
export const exitCodes = {
  held: 0,
  shard: 0,
  supported: 0,
  failed: 1,
  usage: 2,
  refuted: 3,
  inconclusive: 4,
  evidence: 5,
  partial: 6,
} as const satisfies Readonly<Record<Conclusion | 'usage', number>>;

/** What a conclusion is drawn from. */
export interface ConclusionGrounds {
  /** Whether a property or an example failed, a spec could not be loaded, or an error was left unhandled. */
  readonly failed: boolean;
  /** What is wrong with the evidence, a sentence each. */
  readonly problems: readonly string[];
  /** What did not take part, a sentence each. */
  readonly absent: readonly string[];
  /** The outcome of each study's gate that counts, undefined where it was not judged. */
  readonly gates: readonly (Outcome | undefined)[];
}

/**
 * Draws the conclusion. A fault in the software comes before a fault in the evidence, both before what is absent, and
 * all before any verdict, for a verdict is worth no more than what it rests on. Of several gates the worst decides.
 */
export function conclude({ failed, problems, absent, gates }: ConclusionGrounds): Conclusion {
  if (failed) return 'failed';
  if (problems.length > 0) return 'evidence';
  if (absent.length > 0 || gates.includes(undefined)) return 'partial';
  const worst = (['refuted', 'inconclusive', 'supported'] as const).find((outcome) =>
    gates.includes(outcome),
  );
  return worst ?? 'held';
}

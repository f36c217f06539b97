/** What judging a hypothesis gives. */
import type { Evidence } from '../records/evidence.ts';
import type { ScaleName } from '../study.ts';
import type { Hypothesis } from './hypothesis.ts';

export type Outcome = 'supported' | 'refuted' | 'inconclusive';

/** `points`: percentage points; `L`: Page's statistic; `log`: natural logarithm of a factor. */
export type Unit = 'points' | 'L' | 'log';

/** One row per seed, one value per column, in the comparison's unit or that of what is ranked. */
export interface SeedValues {
  /** Seeds are numbered from here on. */
  readonly firstSeed: number;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** One comparison behind a verdict. */
export interface Comparison {
  /** What was compared, such as `depth 8`. */
  readonly label: string;
  readonly outcome: Outcome;
  /** In `unit`. */
  readonly effect: number;
  readonly unit: Unit;
  /** The bounds that decide, in the same unit: each is a limit of the true effect at the rule's level. */
  readonly bounds: readonly [number, number] | undefined;
  /** p of the claim's direction. */
  readonly p: number | undefined;
  /** Number of seeds. */
  readonly n: number;
  /** What was compared, seed by seed, so that a reader can apply the rule again. */
  readonly bySeed: SeedValues;
  readonly reason: string;
}

export interface Verdict {
  readonly id: string;
  readonly outcome: Outcome;
  readonly comparisons: readonly Comparison[];
  /** Why this outcome, as a sentence. */
  readonly reason: string;
}

/**
 * Judges a hypothesis at a scale that counts; at `smoke` scale the rule is applied, but its outcome is withheld.
 *
 * @throws IncompleteEvidence as {@link Hypothesis.judge} does
 */
export function judge(hypothesis: Hypothesis, evidence: Evidence): Verdict {
  const verdict = { id: hypothesis.id, ...hypothesis.judge(evidence) };
  if (evidence.study.scales[evidence.scale].evidence) return verdict;
  return withheld(verdict, evidence.scale);
}

function withheld({ id, comparisons }: Verdict, scale: ScaleName): Verdict {
  const reason = `${scale} scale only proves that the pipeline runs; it is never evidence.`;
  const undecided = comparisons.map((comparison) => ({ ...comparison, outcome: 'inconclusive' as const }));
  return { id, outcome: 'inconclusive', comparisons: undecided, reason };
}

/** A verdict that needs every comparison: supported or refuted if all are, else inconclusive. */
export function unanimous(comparisons: readonly Comparison[]): Omit<Verdict, 'id'> {
  const [first, ...others] = comparisons.map(({ outcome }) => outcome);
  const outcome = first && others.every((other) => other === first) ? first : 'inconclusive';
  const reasons = comparisons.map(({ label, outcome: each, reason }) => `${label}: ${each} (${reason})`);
  return { outcome, comparisons, reason: `${reasons.join('; ')}.` };
}

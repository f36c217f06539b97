/** A verdict with separate grounds for and against: what does not support a claim need not refute it. */
import type { Comparison, Outcome, Verdict } from './verdict.ts';

/** What a verdict is drawn from: each comparison states a claim of its own, and holds if that is supported. */
export interface Grounds {
  /** Without which the question makes no sense, and nothing is decided. */
  readonly given?: readonly Comparison[];
  readonly supports: readonly Comparison[];
  /** Claims of their own, whose support refutes the hypothesis. */
  readonly refutes: readonly Comparison[];
  /** Shown, and without a part in the verdict. */
  readonly beside?: readonly Comparison[];
}

/**
 * Supported if every comparison for the claim holds, refuted if every one against it does, else inconclusive. The rule must
 * be such that both cannot hold; if they do, nothing is decided.
 */
export function decide({ given = [], supports, refutes, beside = [] }: Grounds): Omit<Verdict, 'id'> {
  const all = (comparisons: readonly Comparison[]) =>
    comparisons.every(({ outcome }) => outcome === 'supported');
  const holds = (comparisons: readonly Comparison[]) => comparisons.length > 0 && all(comparisons);
  const [pro, contra] = [holds(supports), holds(refutes)];
  const outcome: Outcome = !all(given) || pro === contra ? 'inconclusive' : pro ? 'supported' : 'refuted';
  const parts = [
    ...named('given', given),
    ...named('for', supports),
    ...named('against', refutes),
    ...named('beside', beside),
  ];
  const holding = parts.map(
    ({ label, outcome: own }) => `${label}: ${own === 'supported' ? 'holds' : 'does not hold'}`,
  );
  return { outcome, comparisons: parts, reason: `${holding.join('; ')}.` };
}

function named(part: string, comparisons: readonly Comparison[]): readonly Comparison[] {
  return comparisons.map((comparison) => ({ ...comparison, label: `${part}: ${comparison.label}` }));
}

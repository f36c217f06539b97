/** Turns two one-sided paired t tests into a comparison: is the difference within a margin of 0? */
import { pairedT } from '../statistics/paired-t.ts';
import { type PairedRule, seedValues } from './compare-paired.ts';
import { pStatement } from './p-text.ts';
import type { Comparison, Outcome } from './verdict.ts';

/** As {@link PairedRule}; the claim is that the difference lies between −margin and margin. */
export interface EquivalenceRule extends Pick<PairedRule, 'label' | 'unit' | 'arms' | 'first' | 'second'> {
  /** Above 0, in `unit`. */
  readonly margin: number;
  /** Of each of the two tests. */
  readonly level: number;
  /** Seeds are numbered from here on. */
  readonly firstSeed: number;
}

/**
 * Applies the rule: supported if both bounds lie within the margin, refuted if one of them lies beyond it on the far
 * side, else inconclusive.
 *
 * @param rule - values in `unit` already: only `log` is used
 * @see Schuirmann 1987, https://doi.org/10.1007/BF01068419
 */
export function compareEquivalence(rule: EquivalenceRule): Comparison {
  const { label, unit, first, second, margin, level } = rule;
  const above = pairedT(first, second, { alpha: level, margin: -margin });
  const below = pairedT(second, first, { alpha: level, margin: -margin });
  const base = { label, unit, n: above.n, effect: above.estimate, bySeed: seedValues(rule) } as const;
  if (above.kind === 'zero-variance' || below.kind === 'zero-variance') {
    const reason =
      'all seeds gave the same difference, so there is no spread to judge by: are the seeds distinct?';
    return { ...base, outcome: 'inconclusive', bounds: undefined, p: undefined, reason };
  }
  const [low, high] = [above.lowerBound, above.upperBound];
  const p = Math.max(above.pGreater, below.pGreater);
  const inside = low > -margin && high < margin;
  const outcome: Outcome = inside ? 'supported' : low > margin || high < -margin ? 'refuted' : 'inconclusive';
  const reason = `the larger of the two tests has ${pStatement(p)}, for a margin of ±${margin.toFixed(4)}`;
  return { ...base, outcome, bounds: [low, high], p, reason };
}

/** The treatment's lead: δ = ReLU − Sigmoid test accuracy, paired by seed, by depth and as a slope over depth. */
import { comparePaired } from '../hypotheses/compare-paired.ts';
import { compareSlopes } from '../hypotheses/h2b-lead-slope.ts';
import type { Comparison } from '../hypotheses/verdict.ts';
import { type Evidence, finalAccuracy, valuesOf } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { study } from '../study.ts';
import { publishedCondition } from './notebook.ts';

type Read = (record: RunRecord) => number;

/** δ at one depth with its two-sided 95 % interval, in percentage points. @param read - accuracy 0–1 off a record */
export function leadAt(evidence: Evidence, depth: number, read: Read = finalAccuracy): Comparison {
  return comparePaired({
    label: `depth ${depth}`,
    arms: ['ReLU (%)', 'Sigmoid (%)'],
    first: valuesOf(evidence, 'relu', depth, read),
    second: valuesOf(evidence, 'sigmoid', depth, read),
    direction: 'above',
    unit: 'points',
    margin: 0,
    boundLevel: study.analysis.alpha / 2,
    everySeed: false,
  });
}

/** Slopes of δ over the number of blocks, per seed, as fractions of accuracy per block. */
export function leadSlopes(evidence: Evidence, read: Read = finalAccuracy): readonly number[] {
  return compareSlopes(evidence, read).bySeed.rows.map((row) => (row.at(-1) ?? Number.NaN) / 100);
}

/** The notebook's leads by depth, in percentage points: of best epochs, one run each. */
export function publishedLeads(): readonly number[] {
  return study.grid.depths.map((depth) => {
    const [relu, sigmoid] = (['relu', 'sigmoid'] as const).map(
      (activation) => publishedCondition(activation, depth).bestTestAccuracy,
    ) as [number, number];
    return 100 * (relu - sigmoid);
  });
}

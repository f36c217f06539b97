/** The treatment's lead: δ = treatment − baseline test accuracy, paired by seed, by depth and as a slope over depth. */
import { comparePaired } from '../judging/compare-paired.ts';
import type { Comparison } from '../judging/verdict.ts';
import { type ActivationName, activationLooks } from '../network/activations.ts';
import { type Evidence, finalAccuracy, valuesOf } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { leastSquares } from '../statistics/least-squares.ts';
import type { Study } from '../study.ts';
import { publishedOf } from './published.ts';

type Read = (record: RunRecord) => number;

/** Both arms by their names: `ReLU − Sigmoid`. */
export function leadName({ arms }: Study): string {
  return `${activationLooks[arms.treatment].label} − ${activationLooks[arms.baseline].label}`;
}

/** δ at one depth with its two-sided interval at the study's level, in percentage points. @param read - accuracy 0–1 off a record */
export function leadAt(evidence: Evidence, depth: number, read: Read = finalAccuracy): Comparison {
  const { arms, analysis } = evidence.study;
  const [treatment, baseline] = [arms.treatment, arms.baseline];
  return comparePaired({
    label: `depth ${depth}`,
    arms: [`${activationLooks[treatment].label} (%)`, `${activationLooks[baseline].label} (%)`],
    first: valuesOf(evidence, treatment, depth, read),
    second: valuesOf(evidence, baseline, depth, read),
    direction: 'above',
    unit: 'points',
    margin: 0,
    boundLevel: analysis.alpha / 2,
    everySeed: false,
  });
}

/** Slopes of an accuracy over the number of blocks, per seed, in points per block. */
export function slopesOf(evidence: Evidence, activation: ActivationName, read: Read): readonly number[] {
  const { depths, seeds } = evidence.study.grid;
  const byDepth = depths.map((depth) => valuesOf(evidence, activation, depth, read));
  return seeds.map((_, seed) => {
    const accuracies = byDepth.map((values) => 100 * (values[seed] ?? Number.NaN));
    return leastSquares(depths, accuracies).slope;
  });
}

/** Slopes of δ over the number of blocks, per seed, in points per block. */
export function leadSlopes(evidence: Evidence, read: Read = finalAccuracy): readonly number[] {
  const { treatment, baseline } = evidence.study.arms;
  const second = slopesOf(evidence, baseline, read);
  return slopesOf(evidence, treatment, read).map((slope, seed) => slope - (second[seed] ?? Number.NaN));
}

/** The source's leads by depth, in percentage points, or undefined where it published none. */
export function publishedLeads(study: Study): readonly number[] | undefined {
  const { treatment, baseline } = study.arms;
  const best = (arm: ActivationName, depth: number) =>
    publishedOf(study, arm, depth)?.bestTestAccuracy ?? Number.NaN;
  const leads = study.grid.depths.map((depth) => 100 * (best(treatment, depth) - best(baseline, depth)));
  return leads.every(Number.isFinite) ? leads : undefined;
}

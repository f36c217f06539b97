/** The treatment's lead: δ = treatment − baseline test accuracy, paired by seed, by depth and as a slope over depth. */
import { comparePaired } from '../judging/compare-paired.ts';
import type { Comparison } from '../judging/verdict.ts';
import { type ActivationName, activationLooks } from '../network/activations.ts';
import { type Evidence, finalAccuracy, valuesOf } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { leastSquares } from '../statistics/least-squares.ts';
import { mean } from '../statistics/mean.ts';
import type { Study } from '../study.ts';
import { meanInterval } from './mean-interval.ts';
import { interval, points } from './number-format.ts';
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

/** Says how δ changes up to the middle of the depths, and from there on, where a line over all of them says one number. */
export function leadShape(evidence: Evidence, read: Read): string {
  const { depths } = evidence.study.grid;
  const [first, middle, last] = [0, Math.floor(depths.length / 2), depths.length - 1].map(
    (index) => depths[index] ?? Number.NaN,
  ) as [number, number, number];
  const change = (from: number, to: number) => {
    const before = leadsAt(evidence, from, read);
    const changes = leadsAt(evidence, to, read).map((lead, seed) => lead - (before[seed] ?? Number.NaN));
    return `by ${points(mean(changes))} ${interval(meanInterval(changes))} from ${from} to ${to}`;
  };
  return `${change(first, middle)} and ${change(middle, last)}`;
}

/** Says after which epoch the deepest networks' δ, by recomputed statistics, is largest, and what it is after the last. */
export function leadOverEpochs(evidence: Evidence): string {
  const { arms, grid, scales } = evidence.study;
  const deepest = Math.max(...grid.depths);
  const leads = Array.from({ length: scales[evidence.scale].epochs }, (_, epoch) =>
    mean(leadsAt(evidence, deepest, ({ epochs }) => epochs[epoch]?.recomputedTestAccuracy ?? Number.NaN)),
  );
  const peak = leads.indexOf(Math.max(...leads));
  return (
    `By recomputed statistics ${activationLooks[arms.treatment].label}’s mean lead with ${deepest} blocks is largest after epoch ${peak + 1}, ` +
    `${points(leads[peak] ?? Number.NaN)} points; after the last it is ${points(leads.at(-1) ?? Number.NaN)}.`
  );
}

/** δ of each seed, in percentage points. */
function leadsAt(evidence: Evidence, depth: number, read: Read): readonly number[] {
  const { treatment, baseline } = evidence.study.arms;
  const second = valuesOf(evidence, baseline, depth, read);
  return valuesOf(evidence, treatment, depth, read).map(
    (value, seed) => 100 * (value - (second[seed] ?? Number.NaN)),
  );
}

/** The source's leads by depth, in percentage points, or undefined where it published none. */
export function publishedLeads(study: Study): readonly number[] | undefined {
  const { treatment, baseline } = study.arms;
  const best = (arm: ActivationName, depth: number) =>
    publishedOf(study, arm, depth)?.bestTestAccuracy ?? Number.NaN;
  const leads = study.grid.depths.map((depth) => 100 * (best(treatment, depth) - best(baseline, depth)));
  return leads.every(Number.isFinite) ? leads : undefined;
}

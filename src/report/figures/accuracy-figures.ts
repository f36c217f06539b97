/** Figures of test accuracy by depth: all arms, and the lead of the treatment over the baseline. */
import { type ActivationName, activationLooks } from '../../network/activations.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { leastSquares } from '../../statistics/least-squares.ts';
import { mean } from '../../statistics/mean.ts';
import type { PublishedCondition, Study } from '../../study.ts';
import { leadAt, leadName, leadSlopes, publishedLeads } from '../lead.ts';
import { points } from '../number-format.ts';
import { publishedOf } from '../published.ts';
import { baselineReferences, depthAxis, looksOf, seriesByDepth } from './by-seed.ts';
import type { Figure } from './figure.ts';
import type { Panel, Point, Series } from './panel.ts';

/** Test accuracy by depth under both evaluations on one scale, and the source's own figures, if any, on theirs. */
export function accuracyFigure(evidence: Evidence): Figure {
  const { study } = evidence;
  const ours = (title: string, read: (record: RunRecord) => number): Panel => ({
    ...depthAxis(study),
    title,
    yLabel: 'test accuracy, final epoch (%)',
    yScale: 'linear',
    yReach: evidence.records.flatMap((record) => [
      100 * finalAccuracy(record),
      100 * recomputedAccuracy(record),
    ]),
    series: study.grid.activations.map((activation) =>
      seriesByDepth(evidence, activation, (record) => 100 * read(record)),
    ),
    references: baselineReferences(evidence),
  });
  return {
    title: 'Test accuracy by depth',
    panels: [
      ours('by running statistics', finalAccuracy),
      ours('by recomputed statistics', recomputedAccuracy),
      ...publishedPanels(study, 'test accuracy, best epoch (%)', (row) => 100 * row.bestTestAccuracy),
    ],
  };
}

/** A panel of what the study's source published, or none. */
export function publishedPanels(
  study: Study,
  yLabel: string,
  read: (row: PublishedCondition) => number,
): readonly Panel[] {
  const seriesOf = (activation: ActivationName): Series => ({
    ...looksOf(activation),
    line: study.grid.depths.flatMap((depth): Point[] => {
      const row = publishedOf(study, activation, depth);
      return row ? [[depth, read(row)]] : [];
    }),
  });
  const series = study.grid.activations.map(seriesOf).filter(({ line }) => line.length > 0);
  if (series.length === 0) return [];
  return [{ ...depthAxis(study), title: 'the notebook, one run', yLabel, yScale: 'linear', series }];
}

const NEUTRAL = { light: '#1f2328', dark: '#f0f6fc' } as const;

/** The treatment's lead by depth with its intervals, and the straight line whose slope it has. */
export function leadFigure(evidence: Evidence): Figure {
  const { study } = evidence;
  const { depths } = study.grid;
  // One axis for both evaluations, so that they can be compared by eye.
  const reach = [finalAccuracy, recomputedAccuracy].flatMap((read) =>
    depths.flatMap((depth) => leadAt(evidence, depth, read).bounds ?? []),
  );
  const ours = (title: string, read: (record: RunRecord) => number): Panel => {
    const leads = depths.map((depth) => ({ depth, lead: leadAt(evidence, depth, read) }));
    const slope = mean(leadSlopes(evidence, read));
    const intercept = mean(leads.map(({ lead }) => lead.effect)) - slope * mean([...depths]);
    const panel = leadPanel(study, title, slope, intercept, {
      label: `δ = ${leadName(study)} per seed, 95 % interval of its mean`,
      colour: NEUTRAL,
      dots: leads.flatMap(({ depth, lead }) =>
        lead.bySeed.rows.map((row) => [depth, row.at(-1) ?? Number.NaN] as const),
      ),
      intervals: leads.flatMap(({ depth, lead }) =>
        lead.bounds ? [[depth, lead.bounds[0], lead.bounds[1]] as const] : [],
      ),
    });
    return { ...panel, yReach: reach };
  };
  const published = (leads: readonly number[]): Panel => {
    const { slope, intercept } = leastSquares(depths, leads);
    return leadPanel(study, 'the notebook, one run', slope, intercept, {
      label: 'the notebook, best epochs',
      colour: activationLooks.identity.colour,
      dots: depths.map((depth, index) => [depth, leads[index] ?? Number.NaN]),
    });
  };
  const theirs = publishedLeads(study);
  return {
    title: `${activationLooks[study.arms.treatment].label}’s lead over ${activationLooks[study.arms.baseline].label} by depth`,
    panels: [
      ours('by running statistics', finalAccuracy),
      ours('by recomputed statistics', recomputedAccuracy),
      ...(theirs ? [published(theirs)] : []),
    ],
  };
}

/** Leads as dots, and a line through them. */
function leadPanel(
  study: Study,
  title: string,
  slope: number,
  intercept: number,
  leads: Omit<Series, 'dashed' | 'line'>,
): Panel {
  return {
    ...depthAxis(study),
    title,
    yLabel: `δ in points, ${points(slope)} per block`,
    yScale: 'linear',
    series: [
      {
        label: 'least-squares line',
        colour: NEUTRAL,
        dashed: true,
        line: study.grid.depths.map((depth) => [depth, intercept + slope * depth]),
      },
      { ...leads, dashed: false, line: [] },
    ],
  };
}

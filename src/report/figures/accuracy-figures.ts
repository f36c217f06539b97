/** Figures of test accuracy by depth: both arms, and the lead of one over the other. */
import { type ActivationName, activationLooks } from '../../network/activations.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { leastSquares } from '../../statistics/least-squares.ts';
import { mean } from '../../statistics/mean.ts';
import { study } from '../../study.ts';
import { leadAt, leadSlopes, publishedLeads } from '../lead.ts';
import { publishedCondition } from '../notebook.ts';
import { points } from '../number-format.ts';
import { baselineReferences, depthAxis, looksOf, seriesByDepth } from './by-seed.ts';
import type { Figure } from './figure.ts';
import type { Panel, Series } from './panel.ts';

const { activations: trained, depths } = study.grid;

/** Test accuracy by depth under both evaluations on one scale, and the notebook's own figures on theirs. */
export function accuracyFigure(evidence: Evidence): Figure {
  const ours = (title: string, read: (record: RunRecord) => number): Panel => ({
    ...depthAxis,
    title,
    yLabel: 'test accuracy, final epoch (%)',
    yScale: 'linear',
    yReach: evidence.records.flatMap((record) => [
      100 * finalAccuracy(record),
      100 * recomputedAccuracy(record),
    ]),
    series: trained.map((activation) => seriesByDepth(evidence, activation, (record) => 100 * read(record))),
    references: baselineReferences(evidence),
  });
  const notebook: Panel = {
    ...depthAxis,
    title: 'the notebook, one run',
    yLabel: 'test accuracy, best epoch (%)',
    yScale: 'linear',
    series: trained.map((activation) =>
      published(activation, (depth) => 100 * publishedCondition(activation, depth).bestTestAccuracy),
    ),
  };
  return {
    title: 'Test accuracy by depth',
    panels: [
      ours('by running statistics', finalAccuracy),
      ours('by recomputed statistics', recomputedAccuracy),
      notebook,
    ],
  };
}

/** What the notebook published of an activation, by depth. */
export function published(activation: ActivationName, read: (depth: number) => number): Series {
  return { ...looksOf(activation), line: depths.map((depth) => [depth, read(depth)]) };
}

const NEUTRAL = { light: '#1f2328', dark: '#f0f6fc' } as const;

/** ReLU's lead by depth with its intervals, and the straight line whose slope H2b judges. */
export function leadFigure(evidence: Evidence): Figure {
  const ours = (name: string, read: (record: RunRecord) => number): Panel => {
    const leads = depths.map((depth) => ({ depth, lead: leadAt(evidence, depth, read) }));
    const slope = 100 * mean(leadSlopes(evidence, read));
    const intercept = mean(leads.map(({ lead }) => lead.effect)) - slope * mean([...depths]);
    return {
      ...depthAxis,
      title: name,
      yLabel: `δ in points, ${points(slope)} per block`,
      yScale: 'linear',
      series: [
        line('least-squares line', (depth) => intercept + slope * depth),
        {
          label: 'δ = ReLU − Sigmoid per seed, 95 % interval of its mean',
          colour: NEUTRAL,
          dashed: false,
          line: [],
          dots: leads.flatMap(({ depth, lead }) =>
            lead.bySeed.rows.map((row) => [depth, row.at(-1) ?? Number.NaN] as const),
          ),
          intervals: leads.flatMap(({ depth, lead }) =>
            lead.bounds ? [[depth, lead.bounds[0], lead.bounds[1]] as const] : [],
          ),
        },
      ],
    };
  };
  const leads = publishedLeads();
  const { slope, intercept } = leastSquares(depths, leads);
  const notebook: Panel = {
    ...depthAxis,
    title: 'the notebook, one run',
    yLabel: `δ in points, ${points(slope)} per block`,
    yScale: 'linear',
    series: [
      line('least-squares line', (depth) => intercept + slope * depth),
      {
        label: 'the notebook, best epochs',
        colour: activationLooks.identity.colour,
        dashed: false,
        line: [],
        dots: depths.map((depth, place) => [depth, leads[place] ?? Number.NaN]),
      },
    ],
  };
  return {
    title: 'ReLU’s lead over Sigmoid by depth',
    panels: [
      ours('by running statistics', finalAccuracy),
      ours('by recomputed statistics', recomputedAccuracy),
      notebook,
    ],
  };
}

function line(label: string, at: (depth: number) => number): Series {
  return { label, colour: NEUTRAL, dashed: true, line: depths.map((depth) => [depth, at(depth)]) };
}

/** Our runs beside another implementation's of the same settings: do the two find the same? */
import { activationLooks } from '../network/activations.ts';
import {
  type Evidence,
  finalAccuracy,
  meanGradientAverage,
  recomputedAccuracy,
  valuesOf,
} from '../records/evidence.ts';
import type { Replication } from '../records/replication.ts';
import type { RunRecord } from '../records/run-record.ts';
import { mean } from '../statistics/mean.ts';
import type { PooledDifference } from '../statistics/pooled-differences.ts';
import type { Condition } from '../study.ts';
import { jointDifferences, pointsBesideReach } from './joint-differences.ts';
import { table } from './table.ts';

type TheirRun = Replication['runs'][number];

interface Measure {
  readonly name: string;
  readonly ours: (record: RunRecord) => number;
  readonly theirs: (run: TheirRun) => number;
  /** In which seeds spread alike whatever the condition. */
  readonly onto: (value: number) => number;
  readonly text: (value: number) => string;
  readonly words: (difference: PooledDifference) => string;
}

const accuracy = {
  onto: (value: number) => value,
  text: (value: number) => (100 * value).toFixed(2),
  words: pointsBesideReach,
};

const measures: readonly Measure[] = [
  {
    ...accuracy,
    name: 'running (%)',
    ours: finalAccuracy,
    theirs: ({ epochs }) => epochs.at(-1)?.testAccuracy ?? Number.NaN,
  },
  {
    ...accuracy,
    name: 'recomputed (%)',
    ours: recomputedAccuracy,
    theirs: ({ epochs }) => epochs.at(-1)?.recomputedTestAccuracy ?? Number.NaN,
  },
  {
    name: 'gradient average',
    ours: meanGradientAverage,
    theirs: ({ epochs }) => mean(epochs.map(({ gradientAverage }) => gradientAverage)),
    onto: Math.log,
    text: (value) => value.toFixed(4),
    words: ({ difference, reach }) =>
      `by a factor of ${Math.exp(difference).toFixed(3)}, of at most ${Math.exp(reach).toFixed(3)}, either way, that seeds explain`,
  },
];

/**
 * Sets a replication beside the records: means by condition, and for each measure whether arms and conditions differ by
 * more than seeds explain, all bounds of all measures together at the study's level.
 *
 * @returns paragraphs of markdown
 */
export function besideReplication(evidence: Evidence, replication: Replication): readonly string[] {
  const { study } = evidence;
  const { computedBy, file, runs } = replication;
  const seeds = [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
  const conditions = study.grid.activations.flatMap((activation) =>
    study.grid.depths.flatMap((depth) => {
      const members = runs.filter((run) => run.activation === activation && run.depth === depth);
      const theirs = seeds.map((seed) => members.find((run) => run.seed === seed));
      return members.length > 0 ? [{ condition: { activation, depth }, theirs }] : [];
    }),
  );
  const compared = measures.map((measure) =>
    conditions.map(({ condition, theirs }) => ({
      condition,
      before: valuesOf(evidence, condition.activation, condition.depth, measure.ours),
      now: theirs.map((run) => run && measure.theirs(run)),
    })),
  );
  const checks = measures.map(({ name, onto, words }, index) => {
    const samples = (compared[index] ?? []).map(({ condition, before, now }) => {
      return { condition, before: before.map(onto), now: now.map((value) => value && onto(value)) };
    });
    return { name, checks: jointDifferences(samples, study.analysis.alpha / measures.length, words) };
  });
  const agree = checks.every((one) => one.checks.every(({ holds }) => holds));
  const rows = conditions.map(({ condition, theirs }, row) => [
    rowLabel(condition),
    String(present(theirs).length),
    ...measures.flatMap(({ text }, index) => {
      const { before = [], now = [] } = compared[index]?.[row] ?? {};
      return [text(mean(before)), text(mean(present(now)))];
    }),
  ]);
  return [
    '## Beside another implementation',
    `[\`${file}\`](${file}) holds ${runs.length} of these networks as another program trains them (${computedBy}): the settings are ` +
      'those of our records; layers, initialisation, order of images and arithmetic are its own, so that seeds name other draws. ' +
      `By the bounds that [its README](replication/README.md) sets out, the two ${agree ? 'find the same' : 'DIFFER'}.`,
    table([
      ['Blocks', 'networks there', ...measures.flatMap(({ name }) => [`${name}, here`, 'there'])],
      ...rows,
    ]),
    'Means over seeds, after the last epoch, of the gradient average over all epochs. What seeds explain: Student’s t with a spread pooled over ' +
      'all of both sides, the bounds of all measures together at 5 %; differences are there less here, and of an arm a seed’s mean over all ' +
      'depths is one value, because runs of one seed go together.',
    checks
      .map(({ name, checks: each }) => `- ${name.replace(' (%)', '')}: ${each.map(sentence).join(' ')}`)
      .join('\n'),
  ];
}

function present<Value>(values: readonly (Value | undefined)[]): readonly Value[] {
  return values.filter((value) => value !== undefined);
}

function rowLabel({ activation, depth }: Condition): string {
  return `${activationLooks[activation].label}, ${depth}`;
}

function sentence({ holds, finding }: { readonly holds: boolean; readonly finding: string }): string {
  return `${holds ? '' : 'DIFFERENT: '}${finding}`;
}

/** Our runs beside another implementation's of the same settings: is any difference larger than seeds explain? */
import { activationLooks } from '../network/activations.ts';
import type { Evidence } from '../records/evidence.ts';
import type { Replication } from '../records/replication.ts';
import { mean } from '../statistics/mean.ts';
import { points } from './number-format.ts';
import {
  type ArmDifferences,
  armsOf,
  type Difference,
  measures,
  replicationDifferences,
  valuesBeside,
} from './replication-differences.ts';
import { table } from './table.ts';

/**
 * Sets a replication beside the records: means by condition, and whether conditions and arms differ by more than seeds
 * explain, all bounds together at the study's level.
 *
 * @returns paragraphs of markdown
 */
export function besideReplication(evidence: Evidence, replication: Replication): readonly string[] {
  const { computedBy, file, runs } = replication;
  const compared = replicationDifferences(evidence, replication, evidence.study.analysis.alpha);
  const all = compared.flatMap((one) =>
    [...one.byDepth, ...(one.overall ? [one.overall] : [])].map((difference) => ({ ...one, ...difference })),
  );
  const larger = all.filter((one) => share(one) > 1).map((one) => `${label(one)}, ${one.where}`);
  return [
    '## Beside another implementation',
    `[\`${file}\`](${file}) holds ${runs.length} networks of these conditions as another program trained them (${computedBy}): the ` +
      'settings are those of our records; layers, initialisation, order of images and arithmetic are its own, so that seeds name ' +
      `other draws. **Of ${all.length} differences, ${larger.length || 'none'} ${larger.length > 1 ? 'are' : 'is'} larger than seeds ` +
      `explain**${larger.map((name, index) => `${index === 0 ? ': ' : '; '}${name}`).join('')}. How that is judged, what was ` +
      'amended and what was followed up is said [beside it](replication/README.md).',
    meansTable(evidence, replication),
    'Means over seeds after the last epoch, of the gradient average over all epochs.',
    table([
      ['Theirs − ours', 'spread here', 'there', 'one depth', 'seeds explain', 'all depths', 'seeds explain'],
      ...compared.map(row),
    ]),
    'Spread is the standard deviation of seeds, pooled over an arm’s depths; of one depth, the difference that is largest beside what seeds ' +
      'explain, by Student’s t with that spread. Over all depths a seed’s mean is one value, because runs of one seed go together.' +
      (larger.length > 0
        ? ''
        : ' So few seeds explain much: that no difference is larger does not show that there is none.'),
  ];
}

function row(one: ArmDifferences): string[] {
  const largest = one.byDepth.reduce((most, other) => (share(other) > share(most) ? other : most));
  return [
    `${label(one)} (${one.measure.unit})`,
    ...one.spread.map((value) => (value === undefined ? '—' : (100 * value).toFixed(2))),
    `${points(100 * largest.difference)} (${largest.where})`,
    reach(largest),
    one.overall ? points(100 * one.overall.difference) : '—',
    one.overall ? reach(one.overall) : '—',
  ];
}

function meansTable(evidence: Evidence, replication: Replication): string {
  const rows = armsOf(evidence, replication).flatMap((arm) => {
    const columns = measures.map((measure) => valuesBeside(evidence, replication, arm, measure));
    return (columns[0] ?? []).map(({ depth, theirs }, index) => [
      `${activationLooks[arm].label}, ${depth}`,
      String(theirs.filter((value) => value !== undefined).length),
      ...measures.flatMap(({ text }, column) => {
        const { ours = [], theirs = [] } = columns[column]?.[index] ?? {};
        return [ours, theirs.filter((value) => value !== undefined)].map((side) => text(mean(side)));
      }),
    ]);
  });
  return table([
    ['Blocks', 'networks there', ...measures.flatMap(({ name }) => [`${name}, here`, 'there'])],
    ...rows,
  ]);
}

function label({ measure, arm }: Pick<ArmDifferences, 'measure' | 'arm'>): string {
  return `${measure.name}, ${activationLooks[arm].label}`;
}

function reach(one: Difference): string {
  return `±${(100 * one.reach).toFixed(2)}`;
}

function share({ difference, reach }: Difference): number {
  return Math.abs(difference) / reach;
}

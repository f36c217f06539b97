import { describe, expect, it } from 'vitest';
import { besideReplication } from '../../../src/report/beside-replication.ts';
import { normalDraws } from '../../support/normal-draws.ts';
import { asTheNotebookSays, planted, swapped } from '../../support/planted-accuracies.ts';
import { replicationOf } from '../../support/planted-replication.ts';
import { cellsOf } from '../../support/planted-report.ts';
import type { Run } from '../../support/this-study.ts';

/** As the notebook says, seeds 1 point apart by chance. */
const drawn = (seed: number, change: (run: Run) => number = () => 0) => {
  const draw = normalDraws(seed, 'beside-replication');
  const accuracy = (run: Run) => asTheNotebookSays(run) + 0.01 * draw() + change(run);
  return planted(accuracy, 'quick', accuracy);
};
const ours = drawn(1);

describe('besideReplication', () => {
  it('says that two implementations find the same where they do, and what was compared', () => {
    const [heading, opening, table, , checks] = besideReplication(ours, replicationOf(drawn(2)));
    expect(heading).toBe('## Beside another implementation');
    expect(opening).toContain(
      '[`replication/quick.json`](replication/quick.json) holds 30 of these networks',
    );
    expect(opening).toContain('(another program)');
    expect(opening).toMatch(/the two find the same\.$/);
    expect(checks!.split('\n').map((line) => line.split(':')[0])).toEqual([
      '- running',
      '- recomputed',
      '- gradient average',
    ]);
    expect(checks).not.toContain('DIFFERENT');
    const [header, ...rows] = cellsOf(table!);
    expect(header!.slice(0, 4)).toEqual(['Blocks', 'networks there', 'running (%), here', 'there']);
    expect(rows).toHaveLength(10);
    expect(rows[0]!.slice(0, 2)).toEqual(['ReLU, 1', '3']);
  });

  it('takes what there is of a replication that is not whole', () => {
    const [, opening, table] = besideReplication(ours, replicationOf(drawn(2), 11)); // all of seed 1, and one of seed 2
    expect(opening).toMatch(/holds 11 of these networks.*find the same\.$/s);
    const counts = cellsOf(table!)
      .slice(1)
      .map(([, count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(11);
  });

  it('compares conditions alone where no seed of an arm is whole', () => {
    const { runs, ...rest } = replicationOf(drawn(2));
    const scattered = runs.filter(
      ({ activation, depth, seed }) => activation === 'relu' && depth === 2 * seed,
    );
    const [, opening, , , checks] = besideReplication(ours, { ...rest, runs: scattered });
    expect(opening).toMatch(/find the same\.$/);
    expect(checks).not.toContain('Mean over an arm');
    expect(checks!.match(/Mean of a condition/g)).toHaveLength(3);
  });

  it.each([
    ['arms that are swapped', planted(swapped(asTheNotebookSays)), 30, 'DIFFERENT: Mean over an arm'],
    [
      'an arm that is 3 points worse',
      drawn(3, ({ activation }) => (activation === 'relu' ? -0.03 : 0)),
      19,
      'DIFFERENT: Mean over an arm',
    ],
    [
      'one condition that is 6 points worse',
      drawn(4, ({ activation, depth }) => (activation === 'sigmoid' && depth === 4 ? -0.06 : 0)),
      30,
      'Sigmoid with 4',
    ],
  ] as const)('sees %s', (_, theirs, count, words) => {
    const [, opening, , , checks] = besideReplication(ours, replicationOf(theirs, count));
    expect(opening).toMatch(/the two DIFFER\.$/);
    expect(checks).toContain(words);
  });

  it('sees gradients that are a half larger, as a factor', () => {
    const { runs, ...rest } = replicationOf(drawn(2));
    const larger = runs.map(({ epochs, ...run }) => ({
      ...run,
      epochs: epochs.map((epoch) => ({ ...epoch, gradientAverage: 1.5 * epoch.gradientAverage })),
    }));
    const [, opening, , , checks] = besideReplication(ours, { ...rest, runs: larger });
    expect(opening).toMatch(/DIFFER\.$/);
    expect(checks).toMatch(
      /gradient average: DIFFERENT: Mean over an arm: largest difference by a factor of 1\.50/,
    );
  });
});

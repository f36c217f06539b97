/** Replications made of planted evidence, for specs that read them and hold them beside records. */
import { type Evidence, meanGradientAverage } from '../../src/records/evidence.ts';
import type { Replication } from '../../src/records/replication.ts';

/** What another program would have kept, had its runs come out as these; the first `count` of them. */
export function replicationOf({ records, scale }: Evidence, count = records.length): Replication {
  const runs = records.slice(0, count).map((record) => ({
    activation: record.run.activation,
    depth: record.run.depth,
    seed: record.run.seed,
    epochs: record.epochs.map(({ trainAccuracy, testAccuracy, recomputedTestAccuracy }) => ({
      trainAccuracy,
      testAccuracy,
      recomputedTestAccuracy,
      gradientAverage: meanGradientAverage(record),
    })),
  }));
  const { settings } = records[0]!;
  return { settings, computedBy: 'another program', runs, file: `replication/${scale}.json` };
}

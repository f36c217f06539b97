/** Replications made of planted evidence, for specs that read them and hold them beside records. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeHost } from '../../src/node-host.ts';
import { type Evidence, meanGradientAverage } from '../../src/records/evidence.ts';
import type { Replication } from '../../src/records/replication.ts';
import { temporaryFolder } from './temporary-folder.ts';

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

/** Keeps a text as the replication of `quick` scale. @returns the study's folder that it is in */
export async function keptReplication(text: string, listed = text): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'replication'));
  await writeFile(join(folder, 'replication', 'quick.json'), text);
  const digest = nodeHost.sha256([Buffer.from(listed)]);
  await writeFile(join(folder, 'replication', 'README.md'), `| \`quick.json\` | \`${digest}\` |\n`);
  return folder;
}

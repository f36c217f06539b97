/** A whole run as a thing to agree on: at smoke scale, with records planted in a folder of the spec's own. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerTask, digestsOfRecord } from '../../../../bench/portability/answer-task.ts';
import { expectRun } from '../../../../bench/portability/whole-run.ts';
import { browserHost } from '../../../../src/browser-host.ts';
import { loadCifar10 } from '../../../../src/dataset/cifar10.ts';
import { startEngine } from '../../../../src/engine/engine.ts';
import { readKernels } from '../../../../src/engine/wasm/read-kernels.ts';
import { nodeHost } from '../../../../src/node-host.ts';
import { produceRun } from '../../../../src/records/produce-run.ts';
import { formatSealed, seal } from '../../../../src/records/seal.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { runJob } from '../../../support/this-study.ts';
import { tinyFingerprint } from '../../../support/tiny-fingerprint.ts';

const run = { scale: 'smoke', activation: 'relu', depth: 1, seed: 1 } as const;
const title = 'smoke/relu-depth-1-seed-1';

type Made = Awaited<ReturnType<typeof produceRun>>['record'];
let record: Made;

beforeAll(async () => {
  await startEngine('wasm');
  const job = runJob(run);
  const data = await loadCifar10();
  ({ record } = await produceRun(job, job.settings, tinyFingerprint, data, nodeHost, {}));
});

async function reportsWith(text: string): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'runs', 'smoke'), { recursive: true });
  await writeFile(join(folder, 'runs', `${title}.json`), text);
  return folder;
}

describe('expectRun', () => {
  it('expects what the committed record says, whatever code computed it', async () => {
    const found = await expectRun(run, await reportsWith(formatSealed(record)));
    expect(found.golden).toEqual({ [title]: digestsOfRecord(record) });
    expect(Object.keys(found.golden[title] ?? {}).slice(-2)).toEqual(['weights', 'record']);
    expect(found.run.fingerprint).toEqual(tinyFingerprint);
    expect(found.origin).toBe(`The digests of ${title} are those of its committed record.`);
  });

  it('gives what another host needs to come to the same record, and no image more', async () => {
    const { run: whole, data, golden } = await expectRun(run, await reportsWith(formatSealed(record)));
    expect([data.train.count, data.test.count]).toEqual([160, 100]);
    const task = JSON.parse(JSON.stringify({ cases: [], run: whole }));
    expect(await answerTask(task, await readKernels(), async () => data, browserHost)).toEqual(golden);
  });

  it.each([
    ['there is none', undefined, /since it has no committed record\.$/],
    ['it was made with other settings', otherSettings, /since of its committed record setting learningRate/],
  ])('trains the run itself where %s, and says so', async (_, text, origin) => {
    const reports = text ? await reportsWith(text()) : await temporaryFolder();
    const found = await expectRun(run, reports);
    const { record: digest, ...rest } = digestsOfRecord(record);
    expect(found.golden[title]).toMatchObject(rest);
    expect(found.golden[title]?.record).not.toBe(digest); // by today's fingerprint
    expect(found.origin).toMatch(origin);
  });
});

it('refuses a committed record that was edited, rather than to compute what it should say', async () => {
  const reports = await reportsWith(formatSealed({ ...record, losses: '' }));
  await expect(expectRun(run, reports)).rejects.toThrow(/it was edited: take the edit back|losses/);
});

function otherSettings(): string {
  const { digest, ...content } = record;
  return formatSealed(seal({ ...content, settings: { ...record.settings, learningRate: 0.1 } }, nodeHost));
}

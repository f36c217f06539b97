/** Training, as a test: one run, trained if its evidence is missing or stale, repeated if it is being audited. */
import { describe, expect, inject, it } from 'vitest';
import { ensureRecord } from '../../src/records/ensure-record.ts';
import { produceRecord } from '../../src/records/produce-record.ts';
import { formatSealed } from '../../src/records/seal.ts';
import { lookUp, readStored } from '../../src/records/store.ts';
import { progressLine } from '../../src/report/progress.ts';
import { runName } from '../../src/study.ts';
import '../../src/report/task-meta.ts';

const { store: target, cacheFolder, audit } = inject('session');
const run = inject('run');

describe(runName(run), () => {
  it('has a record that is valid evidence', async ({ task, annotate }) => {
    const tell = async (line: string) => void (await annotate(line, 'progress'));
    const { record, obtained } = await ensureRecord(run, { target, cacheFolder, tell }, (progress) =>
      tell(progressLine(run, progress)),
    );
    const texts = await readStored(target, run.scale, runName(run));
    task.meta.run = { name: runName(run), texts, obtained };
    expect(record.run).toEqual(run);
  });

  if (audit === runName(run)) {
    it('gives the bytes of its stored record when it is trained again', async ({ task, annotate }) => {
      const stored = await lookUp(target, run);
      if (stored.status !== 'valid')
        throw new Error(`The audit needs a stored record, it is ${stored.reason}`);
      await annotate(`${runName(run)}: training a stored run again, as an audit`, 'progress');
      const { record } = await produceRecord(run, {
        fingerprint: target.fingerprint,
        checkpointFolder: undefined,
        report: async (progress) => void (await annotate(progressLine(run, progress), 'progress')),
      });
      task.meta.audit = { run: runName(run), equal: formatSealed(record) === stored.text };
      expect(formatSealed(record)).toBe(stored.text);
    });
  }
});

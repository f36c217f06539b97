/** Training, as a test: one run, trained if its evidence is missing or stale, repeated if it is being audited. */
import { describe, expect, inject, it } from 'vitest';
import { produceRecord } from '../../src/records/produce-record.ts';
import { formatSealed } from '../../src/records/seal.ts';
import { lookUp, store } from '../../src/records/store.ts';
import { progressLine } from '../../src/report/progress.ts';
import { runName } from '../../src/study.ts';
import '../../src/report/task-meta.ts';

const session = inject('session');
const run = inject('run');
const { fingerprint } = session.store;

describe(runName(run), () => {
  it('has a record that is valid evidence', async ({ task, annotate }) => {
    const stored = await lookUp(session.store, run);
    if (stored.status === 'valid') {
      task.meta.run = { record: stored.record, provider: 'stored' };
      return;
    }
    await annotate(
      `${runName(run)}: training, its record is ${stored.status} (${stored.reason})`,
      'progress',
    );
    const { record, provenance } = await produceRecord(run, {
      fingerprint,
      checkpointFolder: session.checkpointFolder,
      report: async (progress) => void (await annotate(progressLine(run, progress), 'progress')),
    });
    await store(session.store, record, provenance);
    task.meta.run = { record, provider: 'trained', reason: `${stored.status} (${stored.reason})` };
    expect((await lookUp(session.store, run)).status).toBe('valid');
  });

  if (session.audit === runName(run)) {
    it('gives the bytes of its stored record when it is trained again', async ({ task, annotate }) => {
      const stored = await lookUp(session.store, run);
      if (stored.status !== 'valid')
        throw new Error(`The audit needs a stored record, it is ${stored.reason}`);
      await annotate(`${runName(run)}: training a stored run again, as an audit`, 'progress');
      const { record } = await produceRecord(run, {
        fingerprint,
        checkpointFolder: undefined,
        report: async (progress) => void (await annotate(progressLine(run, progress), 'progress')),
      });
      task.meta.audit = { run: runName(run), equal: formatSealed(record) === stored.text };
      expect(formatSealed(record)).toBe(stored.text);
    });
  }
});

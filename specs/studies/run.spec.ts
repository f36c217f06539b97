/** Training, as a test: one run, trained if its evidence is missing or stale, repeated if it is being audited. */
import { describe, expect, inject, it } from 'vitest';
import { compareResults } from '../../src/records/compare-results.ts';
import { ensureRun } from '../../src/records/ensure-record.ts';
import { runJob } from '../../src/records/job.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import { lookUp, readStored, type StoredFiles } from '../../src/records/store.ts';
import { progressLine } from '../../src/runner/progress.ts';
import '../../src/runner/task-meta.ts';

// What only some runs need is loaded where they need it: there may be a hundred of them.
const { store: target, cacheFolder, trains: computes, audit, records: planned } = inject('plan');
const [design, run] = [inject('design'), inject('run')];
const job = runJob(design, run);

describe(job.name, () => {
  it('has a record that is valid evidence', async ({ task, annotate }) => {
    const recheck = async () => {
      const { requireUnchanged } = await import('../../src/records/fingerprint.ts');
      await requireUnchanged(target.fingerprint);
    };
    const confirm = async (files: StoredFiles) => {
      const { requireSameRun } = await import('../../src/runner/spot-check.ts');
      await requireSameRun(design, job, files);
    };
    const tell = async (line: string) => void (await annotate(line, 'progress'));
    const { record, obtained, files } = await ensureRun(
      job,
      { target, cacheFolder, planned, computes, recheck, confirm, tell },
      (progress) => tell(progressLine(run, progress)),
    );
    task.meta.record = { name: job.name, texts: files ?? (await readStored(target, job)), obtained };
    expect(record.run).toEqual(run);
  });

  if (audit === job.name) {
    it('gives the results and weights of its stored record when it is trained again', async ({
      task,
      annotate,
    }) => {
      const found = await lookUp(target, job);
      if (found.status !== 'valid') throw new Error(`The audit needs a stored record, it is ${found.reason}`);
      const stored = await readStored(target, job);
      await annotate(`${job.name}: training a stored run again, as an audit`, 'progress');
      const { computeRun } = await import('../../src/records/compute-job.ts');
      const files = await computeRun(job, {
        fingerprint: target.fingerprint,
        checkpoint: undefined,
        report: async (progress) => void (await annotate(progressLine(run, progress), 'progress')),
      });
      const difference = compareResults(found.record, parseRecord(job.kind, files.record));
      const sameWeights = files.weights === stored.weights;
      task.meta.audit = { run: job.name, equal: difference === '' && sameWeights };
      expect(difference).toBe('');
      expect(sameWeights, 'the weights file is the stored one').toBe(true);
    });
  }
});

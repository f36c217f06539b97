/** Training, as a test: one run, trained if its evidence is missing or stale, repeated if it is being audited. */
import { describe, expect, inject, it } from 'vitest';
import { compareResults } from '../../src/records/compare-results.ts';
import { computeRun } from '../../src/records/compute-job.ts';
import { ensureRun } from '../../src/records/ensure-record.ts';
import { requireUnchanged } from '../../src/records/fingerprint.ts';
import { runJob } from '../../src/records/job.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import { lookUp, readStored } from '../../src/records/store.ts';
import { progressLine } from '../../src/runner/progress.ts';
import { requireCachedRun } from '../../src/runner/spot-check.ts';
import { studyNamed } from '../../src/studies/studies.ts';
import '../../src/runner/task-meta.ts';

const { study: name, store: target, cacheFolder, trains: computes, audit } = inject('plan');
const [study, run] = [studyNamed(name), inject('run')];
const job = runJob(study, run);

describe(job.name, () => {
  it('has a record that is valid evidence', async ({ task, annotate }) => {
    const recheck = () => requireUnchanged(target.fingerprint);
    const tell = async (line: string) => void (await annotate(line, 'progress'));
    const { record, obtained } = await ensureRun(
      job,
      { target, cacheFolder, computes, recheck, tell },
      (progress) => tell(progressLine(run, progress)),
    );
    const texts = await readStored(target, job);
    if (obtained?.how === 'cached') await requireCachedRun(study, job, record, texts.weights ?? '');
    task.meta.run = { name: job.name, texts, obtained };
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
      const files = await computeRun(job, {
        fingerprint: target.fingerprint,
        checkpointFolder: undefined,
        report: async (progress) => void (await annotate(progressLine(run, progress), 'progress')),
      });
      const { equal, difference } = compareResults(found.record, parseRecord(job.kind, files.record));
      const sameWeights = files.weights === stored.weights;
      task.meta.audit = { run: job.name, equal: equal && sameWeights };
      expect(equal, difference).toBe(true);
      expect(sameWeights, 'the weights file is the stored one').toBe(true);
    });
  }
});

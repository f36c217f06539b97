/** Records of a scale where nothing is computed, as tests: each is stored and valid, or comes from the run cache. */
import { describe, expect, inject, it } from 'vitest';
import { ensureProbe, ensureRun } from '../../src/records/ensure-record.ts';
import { probeJob, runJobs } from '../../src/records/job.ts';
import { readStored, type StoredFiles } from '../../src/records/store.ts';
import { requireSameProbe, requireSameRun } from '../../src/runner/spot-check.ts';
import '../../src/runner/task-meta.ts';

const { study, scale, store: target, cacheFolder, records: planned, audit } = inject('plan');
const design = inject('design');
type Annotate = (line: string, type: 'progress') => Promise<unknown>;
const options = (annotate: Annotate, confirm: (files: StoredFiles) => Promise<void>) => ({
  target,
  cacheFolder,
  planned,
  computes: false,
  confirm,
  tell: async (line: string) => void (await annotate(line, 'progress')),
});

describe(`records of ${study}, ${scale}`, () => {
  it('initialisation is valid evidence', async ({ task, annotate }) => {
    const job = probeJob(design, scale);
    const confirm = (files: StoredFiles) => requireSameProbe(job, files);
    const { record, obtained, files } = await ensureProbe(job, options(annotate, confirm), async () => {});
    task.meta.record = { name: job.name, texts: files ?? (await readStored(target, job)), obtained };
    expect(record.scale).toBe(scale);
  });

  // The audited one is handed over by its own project.
  for (const job of runJobs(design, scale).filter(({ name }) => name !== audit)) {
    it(`${job.name} is valid evidence`, async ({ task, annotate }) => {
      const confirm = (files: StoredFiles) => requireSameRun(design, job, files);
      const { record, obtained, files } = await ensureRun(job, options(annotate, confirm), async () => {});
      task.meta.record = { name: job.name, texts: files ?? (await readStored(target, job)), obtained };
      expect(record.run).toEqual(job.run);
    });
  }
});

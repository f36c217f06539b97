/** Records of a scale that is only judged, as tests: each is stored and valid, or comes from the run cache; none is computed. */
import { describe, expect, inject, it } from 'vitest';
import { ensureProbe, ensureRun } from '../../src/records/ensure-record.ts';
import { probeJob, runJobs } from '../../src/records/job.ts';
import { readStored } from '../../src/records/store.ts';
import { requireCachedProbe, requireCachedRun } from '../../src/runner/spot-check.ts';
import '../../src/runner/task-meta.ts';

const { study: name, scale, store: target, cacheFolder } = inject('plan');
const design = inject('design');
type Annotate = (line: string, type: 'progress') => Promise<unknown>;
const options = (annotate: Annotate) => ({
  target,
  cacheFolder,
  computes: false,
  tell: async (line: string) => void (await annotate(line, 'progress')),
});

describe(`records of ${name}, ${scale}`, () => {
  it('initialisation is valid evidence', async ({ task, annotate }) => {
    const job = probeJob(design, scale);
    const { record, obtained } = await ensureProbe(job, options(annotate), async () => {});
    if (obtained) await requireCachedProbe(job, record);
    task.meta.record = { name: job.name, texts: await readStored(target, job), obtained };
    expect(record.scale).toBe(scale);
  });

  for (const job of runJobs(design, scale)) {
    it(`${job.name} is valid evidence`, async ({ task, annotate }) => {
      const { record, obtained } = await ensureRun(job, options(annotate), async () => {});
      const texts = await readStored(target, job);
      if (obtained) await requireCachedRun(design, job, record, texts.weights ?? '');
      task.meta.record = { name: job.name, texts, obtained };
      expect(record.run).toEqual(job.run);
    });
  }
});

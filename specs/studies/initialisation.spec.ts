/** The probe of initial gradients, as a test: computed if its record is missing or stale. */
import { describe, expect, inject, it } from 'vitest';
import { ensureProbe } from '../../src/records/ensure-record.ts';
import { requireUnchanged } from '../../src/records/fingerprint.ts';
import { probeJob } from '../../src/records/job.ts';
import { readStored, type StoredFiles } from '../../src/records/store.ts';
import { requireSameProbe } from '../../src/runner/spot-check.ts';
import '../../src/runner/task-meta.ts';

const { scale, store: target, cacheFolder, trains: computes, records: planned } = inject('plan');
const job = probeJob(inject('design'), scale);
const seeds = job.settings.seeds.length;

describe('initialisation', () => {
  it('has a record of networks at initialisation, with and without batch norm', async ({
    task,
    annotate,
  }) => {
    const recheck = () => requireUnchanged(target.fingerprint);
    const tell = async (line: string) => void (await annotate(line, 'progress'));
    const confirm = (files: StoredFiles) => requireSameProbe(job, files);
    const { record, obtained, files } = await ensureProbe(
      job,
      { target, cacheFolder, planned, computes, recheck, confirm, tell },
      async (done) => {
        if (done % 10 === 0) await tell(`${job.name}: ${done} of ${seeds} seeds`);
      },
    );
    task.meta.record = { name: job.name, texts: files ?? (await readStored(target, job)), obtained };
    expect(record.scale).toBe(scale);
  });
});

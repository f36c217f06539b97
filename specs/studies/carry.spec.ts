/** A carry, as a test: one record recomputed, whole or in part, under the code as it stands. */
import { describe, expect, inject, it } from 'vitest';
import { recomputeProbe, recomputeRun } from '../../src/records/recompute-record.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import { readStored } from '../../src/records/store.ts';
import { jobsToCarry } from '../../src/runner/carry-plan.ts';
import { progressLine } from '../../src/runner/progress.ts';
import { studyNamed } from '../../src/studies/studies.ts';
import '../../src/runner/task-meta.ts';

const { study, store, job: wanted } = inject('carry');

describe(`${wanted.scale}/${wanted.name}`, () => {
  it('comes out the same under the code as it stands', async ({ task, annotate }) => {
    const job = jobsToCarry(studyNamed(study)).find(
      ({ scale, name }) => scale === wanted.scale && name === wanted.name,
    )!;
    const files = await readStored(store, job);
    const { fingerprint } = store;
    expect(parseRecord(job.kind as never, files.record), 'the record as it was planned').toMatchObject({
      digest: wanted.digest,
    });
    const found =
      'run' in job
        ? await recomputeRun(
            job,
            parseRecord(job.kind, files.record),
            Buffer.from(files.weights ?? '', 'base64'),
            fingerprint,
            async (progress) => void (await annotate(progressLine(job.run, progress), 'progress')),
          )
        : await recomputeProbe(job, parseRecord(job.kind, files.record), fingerprint);
    expect(found.difference).toBe('');
    task.meta.attested = { ...wanted, extent: found.extent };
  });
});

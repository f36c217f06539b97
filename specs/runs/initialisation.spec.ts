/** The probe of initial gradients, as a test: computed if its record is missing or stale. */
import { describe, expect, inject, it } from 'vitest';
import { ensureProbeRecord } from '../../src/records/ensure-record.ts';
import { study } from '../../src/study.ts';
import '../../src/report/task-meta.ts';

const { scale, store: target, checkpointFolder } = inject('session');
const seeds = study.scales[scale].probeSeeds;

describe('initialisation', () => {
  it('has a record of the gradients at initialisation, with and without batch norm', async ({
    task,
    annotate,
  }) => {
    const tell = async (line: string) => void (await annotate(line, 'progress'));
    const { record } = await ensureProbeRecord(scale, { target, checkpointFolder, tell }, async (done) => {
      if (done % 10 === 0) await tell(`initialisation: ${done} of ${seeds} seeds`);
    });
    task.meta.probe = record;
    expect(record.scale).toBe(scale);
  });
});

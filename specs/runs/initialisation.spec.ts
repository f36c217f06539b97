/** The probe of initial gradients, as a test: computed if its record is missing or stale. */
import { describe, expect, inject, it } from 'vitest';
import { ensureProbeRecord } from '../../src/records/ensure-record.ts';
import { PROBE_NAME, readStored } from '../../src/records/store.ts';
import { study } from '../../src/study.ts';
import '../../src/report/task-meta.ts';

const { scale, store: target, cacheFolder } = inject('session');
const seeds = study.scales[scale].probeSeeds;

describe('initialisation', () => {
  it('has a record of the gradients at initialisation, with and without batch norm', async ({
    task,
    annotate,
  }) => {
    const tell = async (line: string) => void (await annotate(line, 'progress'));
    const { record, obtained } = await ensureProbeRecord(
      scale,
      { target, cacheFolder, tell },
      async (done) => {
        if (done % 10 === 0) await tell(`initialisation: ${done} of ${seeds} seeds`);
      },
    );
    task.meta.probe = { texts: await readStored(target, scale, PROBE_NAME), obtained };
    expect(record.scale).toBe(scale);
  });
});

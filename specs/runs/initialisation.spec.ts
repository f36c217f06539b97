/** The probe of initial gradients, as a test: computed if its record is missing or stale. */
import { describe, expect, inject, it } from 'vitest';
import { produceProbeRecord } from '../../src/records/produce-record.ts';
import { lookUpProbe, storeProbe } from '../../src/records/store.ts';
import { study } from '../../src/study.ts';
import '../../src/report/task-meta.ts';

const { scale, store } = inject('session');

describe('initialisation', () => {
  it('has a record of the gradients at initialisation, with and without batch norm', async ({
    task,
    annotate,
  }) => {
    const stored = await lookUpProbe(store, scale);
    if (stored.status === 'valid') {
      task.meta.probe = stored.record;
      return;
    }
    await annotate(`initialisation: probing, its record is ${stored.status} (${stored.reason})`, 'progress');
    const { record, provenance } = await produceProbeRecord(scale, store.fingerprint, async (seedsDone) => {
      if (seedsDone % 10 === 0) {
        await annotate(`initialisation: ${seedsDone} of ${study.scales[scale].probeSeeds} seeds`, 'progress');
      }
    });
    await storeProbe(store, record, provenance);
    task.meta.probe = record;
    expect((await lookUpProbe(store, scale)).status).toBe('valid');
  });
});

/** Spot checks, as tests: stored evidence that is about to be leaned on, in part computed again. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { loadCifar10 } from '../../src/dataset/cifar10.ts';
import { startEngine } from '../../src/engine/engine.ts';
import { probeJob, runJobs } from '../../src/records/job.ts';
import { lookUp, readStored } from '../../src/records/store.ts';
import { verifyProbes } from '../../src/records/verify-probes.ts';
import { checkNetwork, checkPrefix } from '../../src/runner/spot-check.ts';
import { cellSettings } from '../../src/runner/spot-check-plan.ts';
import { runName } from '../../src/study.ts';
import '../../src/runner/task-meta.ts';

const { store, scale } = inject('plan');
const design = inject('design');
const checks = inject('spotChecks');

await startEngine(store.fingerprint.engine);
const data = await loadCifar10();

async function recordOf(name: string) {
  const job = runJobs(design, scale).find((each) => each.name === name)!;
  const stored = await lookUp(store, job);
  if (stored.status !== 'valid')
    throw new Error(`A spot check needs a stored record, it is ${stored.reason}`);
  return { job, record: stored.record };
}

describe('spot checks', () => {
  for (const name of checks.networks) {
    it(`the weights of ${name} see the recorded classes in ${checks.images} test images`, async ({
      task,
    }) => {
      const { job, record } = await recordOf(name);
      const { weights = '' } = await readStored(store, job);
      const difference = await checkNetwork(design, checks, job, record, weights, data);
      await setImmediate();
      expect(difference, name).toBe('');
      task.meta.spotCheck = { what: `weights of ${name}`, digest: record.digest };
    });
  }
  for (const { name, steps } of checks.prefixes) {
    it(`the first ${steps} steps of ${name} give its chain`, async ({ task }) => {
      const { record } = await recordOf(name);
      const difference = await checkPrefix(record, steps, data);
      expect(difference, name).toBe('');
      task.meta.spotCheck = { what: `first ${steps} steps of ${name}`, digest: record.digest };
    });
  }
  const probe = probeJob(design, scale);
  // Read once for all of its networks.
  const storedProbe = checks.probes.length > 0 ? lookUp(store, probe) : undefined;
  for (const cell of checks.probes) {
    const name = runName(cell);
    it(`${name} is at initialisation as recorded`, async ({ task }) => {
      const stored = await storedProbe!;
      if (stored.status !== 'valid') throw new Error(`A spot check needs the probe, it is ${stored.reason}`);
      const difference = await verifyProbes(stored.record, cellSettings(probe.settings, cell), data);
      expect(difference).toBe('');
      task.meta.spotCheck = { what: `probe of ${name}`, digest: stored.record.digest };
    });
  }
  if (checks.networks.length + checks.prefixes.length + checks.probes.length === 0) {
    it('has nothing stored to check', () => expect(checks.networks).toEqual([]));
  }
});

/** What comes from the run cache is believed no more than what is stored: real records, and what was made of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { computeProbe, computeRun } from '../../../src/records/compute-job.ts';
import { parseRecord } from '../../../src/records/record-kind.ts';
import type { RunRecord } from '../../../src/records/run-record.ts';
import { formatSealed, seal } from '../../../src/records/seal.ts';
import type { StoredFiles } from '../../../src/records/store.ts';
import { requireSameProbe, requireSameRun } from '../../../src/runner/spot-check.ts';
import { plantedFingerprint } from '../../support/planted-evidence.ts';
import { probeJob, runJob, study } from '../../support/this-study.ts';

const job = runJob({ scale: 'smoke', activation: 'sigmoid', depth: 1, seed: 2 });
const whole = probeJob('smoke');
const probe = { ...whole, settings: { ...whole.settings, seeds: [1, 2], depths: [1] as const } };

describe('requireSameRun', () => {
  let record: RunRecord;
  let files: StoredFiles;
  /** The files with the record altered, and its digest computed anew. */
  const forged = (changes: Partial<RunRecord>): StoredFiles => {
    const { digest: _, ...content } = { ...record, ...changes };
    return { ...files, record: formatSealed(seal(content, nodeHost)) };
  };
  beforeAll(async () => {
    await startEngine('wasm');
    const options = {
      fingerprint: plantedFingerprint,
      checkpoint: undefined,
      report: async () => {},
    };
    files = await computeRun(job, options);
    record = parseRecord(job.kind, files.record);
  });

  it('takes a record that training made', async () => {
    await expect(requireSameRun(study, job, files)).resolves.toBeUndefined();
  });

  // All 100 images are looked at where 2 altered ones are to be found but once in a million.
  it('refuses predictions that its network does not make', async () => {
    const { running, recomputed } = record.predictions;
    const altered = running.replace(/^../, (digits) =>
      [...digits].map((digit) => `${(Number(digit) + 1) % 10}`).join(''),
    );
    const predictions = { running: altered, recomputed };
    await expect(requireSameRun(study, job, forged({ predictions }))).rejects.toThrow(
      /sigmoid-depth-1-seed-2 was not computed here and does not come out as recorded: .*Delete it, also in the run cache, and its checkpoint$/,
    );
  });

  it('refuses a chain that no training made', async () => {
    const chain = record.chain.map((link) => ({
      ...link,
      digest: nodeHost.sha256([Buffer.from(link.digest)]),
    }));
    await expect(requireSameRun(study, job, forged({ chain }))).rejects.toThrow(
      'does not come out as recorded',
    );
  });

  it('refuses weights that are not the network’s', async () => {
    const weights = Buffer.from('rubbish').toString('base64');
    await expect(requireSameRun(study, job, { ...files, weights })).rejects.toThrow(
      'the file of weights of ',
    );
  });
});

describe('requireSameProbe', () => {
  it('takes a record that probing made, and no other', async () => {
    const files = await computeProbe(probe, plantedFingerprint, async () => {});
    const { digest: _, ...record } = parseRecord(probe.kind, files.record);
    await expect(requireSameProbe(probe, files)).resolves.toBeUndefined();
    const probes = record.probes.map((one) => ({
      ...one,
      relativeGradientNorms: one.relativeGradientNorms.map((norm) => norm * 1.001),
    }));
    const altered = formatSealed(seal({ ...record, probes }, nodeHost));
    await expect(requireSameProbe(probe, { ...files, record: altered })).rejects.toThrow(
      /initialisation was not computed here and does not come out as recorded: the probe of (relu|sigmoid)-depth-1-seed-[12] /,
    );
  }, 60_000);
});

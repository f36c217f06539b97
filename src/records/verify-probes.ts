/** Checks parts of a probe's record by probing again. */
import { setImmediate } from 'node:timers/promises';
import { nodeHost } from '../node-host.ts';
import { type ProbeSettings, probeInitialisation } from '../training/probe-initialisation.ts';
import type { TrainingData } from '../training/training.ts';
import type { ProbeRecord } from './probe-record.ts';

/**
 * Probes the networks that the settings name, with batch norm and without, and looks for each of them in the record.
 *
 * @param settings - the record's own, of some of its networks
 * @returns which of them came out different, in words; empty if none did
 */
export async function verifyProbes(
  record: ProbeRecord,
  settings: ProbeSettings,
  data: TrainingData,
): Promise<string> {
  const recorded = new Set(record.probes.map((probe) => JSON.stringify(probe)));
  for await (const probe of probeInitialisation(settings, data, nodeHost)) {
    const { activation, depth, seed } = probe;
    if (!recorded.has(JSON.stringify(probe))) {
      return `the probe of ${activation}-depth-${depth}-seed-${seed} came out different`;
    }
    await setImmediate();
  }
  return '';
}

/** Collects a scale's records as evidence, or says which of them are not valid. */
import { runName, runsOf, type ScaleName, type Study } from '../study.ts';
import { type Attestation, extentText } from './attestation.ts';
import { requireDistinctRuns } from './distinct-runs.ts';
import { type Carried, type Evidence, IncompleteEvidence } from './evidence.ts';
import type { Fingerprint } from './fingerprint-schema.ts';
import { probeJob, runJobs } from './job.ts';
import type { ProbeRecord } from './probe-record.ts';
import type { RunRecord } from './run-record.ts';
import { lookUp, lookUpAll, type Store } from './store.ts';

/**
 * Collects a scale's evidence from the store.
 *
 * @throws IncompleteEvidence if any run's record is missing, stale or invalid, naming each with its reason
 */
export async function gatherEvidence(study: Study, store: Store, scale: ScaleName): Promise<Evidence> {
  const found = await lookUpAll(store, runJobs(study, scale));
  const records = found.flatMap(({ stored }) => (stored.status === 'valid' ? [stored.record] : []));
  const problems = found.flatMap(({ job, stored }) =>
    stored.status === 'valid' ? [] : [`${job.name} is ${stored.status} (${stored.reason})`],
  );
  const probe = await lookUp(store, probeJob(study, scale));
  if (probe.status !== 'valid')
    problems.push(`the initialisation probe is ${probe.status} (${probe.reason})`);
  if (problems.length > 0 || probe.status !== 'valid') {
    throw new IncompleteEvidence(
      `No verdict at ${scale} scale: ${problems.length} of ${found.length + 1} records are not valid evidence: ` +
        `${problems.join('; ')}. Run "npx vitest run --mode ${study.name}/${scale}" to train them.`,
    );
  }
  return evidenceOf(study, scale, store, records, probe.record);
}

/**
 * Puts records together as evidence, in the study's order.
 *
 * @throws IncompleteEvidence if a run is absent or double, or two runs ended in the same state
 */
export function evidenceOf(
  study: Study,
  scale: ScaleName,
  { fingerprint, attestation }: Omit<Store, 'folder'>,
  records: readonly RunRecord[],
  probe: ProbeRecord,
): Evidence {
  const ordered = runsOf(study, scale).map((run) => {
    const matches = records.filter(
      (record) => runName(record.run) === runName(run) && record.run.scale === scale,
    );
    if (matches.length !== 1) {
      throw new IncompleteEvidence(`evidenceOf needs one record of ${runName(run)}, got ${matches.length}`);
    }
    return matches[0] as RunRecord;
  });
  requireDistinctRuns(ordered);
  const carried = attestation && carriedBy(attestation, fingerprint, [...ordered, probe]);
  return { study, scale, engine: fingerprint.engine, records: ordered, probe, carried };
}

function carriedBy(
  { date, records: attested }: Attestation,
  to: Fingerprint,
  records: readonly (RunRecord | ProbeRecord)[],
): Carried | undefined {
  const digests = new Set(
    records
      .filter(({ fingerprint }) => JSON.stringify(fingerprint) !== JSON.stringify(to))
      .map(({ digest }) => digest),
  );
  const extents = attested
    .filter(({ digest }) => digests.has(digest))
    .map(({ extent }) => extentText(extent));
  const counted = [...new Set(extents)].map(
    (words) => `${extents.filter((extent) => extent === words).length} by ${words}`,
  );
  return digests.size > 0 ? { to, date, extents: counted } : undefined;
}

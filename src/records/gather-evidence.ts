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
  const probe = await lookUp(store, probeJob(study, scale));
  const named = [
    ...found.map(({ job, stored }) => ({ name: job.name, stored })),
    { name: 'the initialisation probe', stored: probe },
  ];
  const problems = named.flatMap(({ name, stored }) =>
    stored.status === 'valid' ? [] : [{ name, ...stored }],
  );
  if (problems.length > 0 || probe.status !== 'valid') {
    const reasons = problems.map(({ name, status, reason }) => `${name} is ${status} (${reason})`);
    const train = `"npx vitest run --mode ${study.name}/${scale}" trains them`;
    throw new IncompleteEvidence(
      `No verdict at ${scale} scale: ${problems.length} of ${named.length} records are not valid evidence: ` +
        `${reasons.join('; ')}. Remedy: ${restoring(problems)}${train}.`,
    );
  }
  return evidenceOf(study, scale, store, records, probe.record);
}

/** How records come back that were deleted or damaged, before what computes them; empty if every one is only stale. */
export function restoring(records: readonly { readonly status: string }[]): string {
  if (records.every(({ status }) => status === 'stale')) return '';
  return '"git status" tells which committed ones differ and "git restore" brings them back; else ';
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

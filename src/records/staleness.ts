/** Says in words why a stored record no longer belongs to the code, settings and data as they stand. */
import { changedFields, textAt } from './compare-results.ts';
import type { Fingerprint } from './fingerprint-schema.ts';
import type { Job } from './job.ts';
import type { AnyRecord } from './record-kind.ts';

/** One part of a sentence per difference from what the record would be computed by today; none if it is valid evidence. */
export function reasonsStale<Content extends AnyRecord>(
  record: Content,
  job: Job<Content>,
  current: Fingerprint,
): string[] {
  return [...reasonsForeign(record, job), ...fingerprintChanges(record.fingerprint, current)];
}

/** What of a record's name and settings is not the job's: no recomputation can mend that. */
export function reasonsForeign<Content extends AnyRecord>(record: Content, job: Job<Content>): string[] {
  const { study, scale, name } = job.kind.identity(record);
  const moved = study !== job.study || scale !== job.scale || name !== job.name;
  return [
    ...(moved ? [`it is the record of ${name} at ${scale} scale of ${study}`] : []),
    ...differences(record.settings, job.settings, 'setting'),
  ];
}

/** What changed in the code between two fingerprints. */
export function fingerprintChanges(before: Fingerprint, now: Fingerprint): string[] {
  return [
    ...(before.source === now.source ? [] : ['the source that makes records changed']),
    ...(before.kernels === now.kernels ? [] : ['the compiled kernels changed']),
    ...(before.engine === now.engine ? [] : [`engine ${before.engine} is now ${now.engine}`]),
    ...(before.platform === now.platform ? [] : [`${before.platform} is now ${now.platform}`]),
    ...changedFields(before.packages, now.packages).map((name) => `the content of package ${name} changed`),
    ...differences(before.tools, now.tools, 'tool'),
  ];
}

function differences(before: object, now: object, kind: string): string[] {
  const text = (values: object, name: string) => textAt(values, name) ?? 'absent';
  return changedFields(before, now).map(
    (name) => `${kind} ${name} ${text(before, name)} is now ${text(now, name)}`,
  );
}

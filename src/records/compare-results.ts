/** In what two records, or two sets of settings, differ. */
import type { AnyRecord } from './record-kind.ts';
import type { Match } from './verify-run.ts';

/** Compares all of two records but what computed them. */
export function compareResults(before: AnyRecord, now: AnyRecord): Match {
  const field = changedFields(before, now).find((name) => name !== 'fingerprint' && name !== 'digest');
  return field
    ? { equal: false, difference: `field ${field} came out different` }
    : { equal: true, difference: '' };
}

/** Names of the fields in which two objects differ. */
export function changedFields(before: object, now: object): readonly string[] {
  return Object.keys({ ...before, ...now }).filter((name) => textAt(before, name) !== textAt(now, name));
}

/** A field as JSON; undefined where it is absent. */
export function textAt(of: object, name: string): string | undefined {
  return JSON.stringify((of as Readonly<Record<string, unknown>>)[name]);
}

/** In what two records, or two sets of settings, differ. */
import type { AnyRecord } from './record-kind.ts';

/** Compares all of two records but what computed them. @returns what differs, in words; empty if nothing does */
export function compareResults(before: AnyRecord, now: AnyRecord): string {
  const field = changedFields(before, now).find((name) => name !== 'fingerprint' && name !== 'digest');
  return field ? `field ${field} came out different` : '';
}

/** Names of the fields in which two objects differ. */
export function changedFields(before: object, now: object): readonly string[] {
  return Object.keys({ ...before, ...now }).filter((name) => textAt(before, name) !== textAt(now, name));
}

/** A field as JSON; undefined where it is absent. */
export function textAt(of: object, name: string): string | undefined {
  return JSON.stringify((of as Readonly<Record<string, unknown>>)[name]);
}

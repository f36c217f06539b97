/** Whether two records say the same of what was found, whatever computed them. */
import type { AnyRecord } from './record-kind.ts';
import type { Match } from './verify-run.ts';

/** Compares all of two records but what computed them. */
export function compareResults(before: AnyRecord, now: AnyRecord): Match {
  const field = Object.keys({ ...before, ...now })
    .filter((name) => name !== 'fingerprint' && name !== 'digest')
    .find((name) => JSON.stringify(before[name as never]) !== JSON.stringify(now[name as never]));
  return field
    ? { equal: false, difference: `field ${field} came out different` }
    : { equal: true, difference: '' };
}

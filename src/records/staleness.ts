/** Says in words why a recorded run no longer belongs to the code, settings and data as they stand. */
import type { Run } from '../study.ts';
import { runName, settingsOf } from '../study.ts';
import type { Fingerprint } from './fingerprint.ts';
import { plainSettings, type RunRecord } from './run-record.ts';

/**
 * Compares a record with what it would be computed by today.
 *
 * @param record - as read from the store
 * @param run - the run it is stored as
 * @param current - today's fingerprint
 * @returns one sentence part a difference; empty if the record is valid evidence
 */
export function reasonsStale(record: RunRecord, run: Run, current: Fingerprint): string[] {
  const { fingerprint } = record;
  const recorded = runName(record.run) + record.run.scale;
  return [
    ...(recorded === runName(run) + run.scale ? [] : [`it is the record of ${runName(record.run)}`]),
    ...differences(record.settings, plainSettings(settingsOf(run)), 'setting'),
    ...(fingerprint.source === current.source ? [] : ['the training source changed']),
    ...(fingerprint.kernels === current.kernels ? [] : ['the compiled kernels changed']),
    ...(fingerprint.dataset === current.dataset ? [] : ['the dataset changed']),
    ...(fingerprint.engine === current.engine
      ? []
      : [`engine ${fingerprint.engine} is now ${current.engine}`]),
    ...differences(fingerprint.packages, current.packages, 'package'),
  ];
}

type Values = Readonly<Record<string, string | number | number[]>>;

function differences(recorded: Values, current: Values, kind: string): string[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(current)])];
  return names.flatMap((name) => {
    const [before, now] = [recorded[name], current[name]].map((value) => JSON.stringify(value) ?? 'absent');
    return before === now ? [] : [`${kind} ${name} ${before} is now ${now}`];
  });
}

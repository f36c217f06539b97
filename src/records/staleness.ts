/** Says in words why a stored record no longer belongs to the code, settings and data as they stand. */
import { probeSettingsOf, type Run, runName, type ScaleName, settingsOf } from '../study.ts';
import type { Fingerprint } from './fingerprint.ts';
import { type ProbeRecord, plainProbeSettings } from './probe-record.ts';
import { plainSettings, type RunRecord } from './run-record.ts';

type Settings = Readonly<Record<string, string | number | readonly (string | number)[]>>;

/**
 * Compares a run's record with what it would be computed by today.
 *
 * @param record - as read from the store
 * @param run - the run it is stored as
 * @param current - today's fingerprint
 * @returns one sentence part a difference; empty if the record is valid evidence
 */
export function reasonsStale(record: RunRecord, run: Run, current: Fingerprint): string[] {
  const moved = runName(record.run) !== runName(run) || record.run.scale !== run.scale;
  return [
    ...(moved ? [`it is the record of ${runName(record.run)} at ${record.run.scale} scale`] : []),
    ...differences(record.settings, plainSettings(settingsOf(run)), 'setting'),
    ...changes(record.fingerprint, current),
  ];
}

/** Compares a scale's probe record with today, as {@link reasonsStale} does a run's. */
export function reasonsProbeStale(record: ProbeRecord, scale: ScaleName, current: Fingerprint): string[] {
  return [
    ...(record.scale === scale ? [] : [`it is the record of ${record.scale} scale`]),
    ...differences(record.settings, plainProbeSettings(probeSettingsOf(scale)), 'setting'),
    ...changes(record.fingerprint, current),
  ];
}

function changes(before: Fingerprint, now: Fingerprint): string[] {
  return [
    ...(before.source === now.source ? [] : ['the training source changed']),
    ...(before.kernels === now.kernels ? [] : ['the compiled kernels changed']),
    ...(before.dataset === now.dataset ? [] : ['the dataset changed']),
    ...(before.engine === now.engine ? [] : [`engine ${before.engine} is now ${now.engine}`]),
    ...(before.platform === now.platform ? [] : [`${before.platform} is now ${now.platform}`]),
    ...differences(before.packages, now.packages, 'package'),
  ];
}

function differences(recorded: Settings, current: Settings, kind: string): string[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(current)])];
  return names.flatMap((name) => {
    const [before, now] = [recorded[name], current[name]].map((value) => JSON.stringify(value) ?? 'absent');
    return before === now ? [] : [`${kind} ${name} ${before} is now ${now}`];
  });
}

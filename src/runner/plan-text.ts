/** A plan in words: one line for a test run, all of it for `npm run plan`. */
import { relative } from 'node:path';
import { evaluationSeconds, probeSeconds, stepSeconds } from '../cost.ts';
import { runJobs } from '../records/job.ts';
import { studyNamed } from '../studies/studies.ts';
import { probeSettingsOf } from '../study.ts';
import { type PlannedRecord, pendingOf, type ScalePlan } from './plan.ts';
import { durationText } from './progress.ts';
import { cellSettings, chancesText } from './spot-check-plan.ts';

/**
 * Says in one line what is kept, computed and checked at a scale, and about how long that takes.
 *
 * @example `Plan: relu-versus-sigmoid, quick: 31 of 31 records hold, 31 of them carried; audit of relu-depth-1-seed-2, …`
 */
export function planLine(plan: ScalePlan): string {
  const { study, scale, records, audit, trains } = plan;
  const pending = pendingOf(plan);
  const carried = records.filter(({ status }) => status === 'carried').length;
  const parts = [
    `${records.length - pending.length} of ${records.length} records hold${carried > 0 ? `, ${carried} of them carried` : ''}`,
    ...(pending.length > 0
      ? [`${pending.length} ${trains ? 'to compute' : 'LACKING, and not computed here'}`]
      : []),
    ...(audit ? [`audit of ${audit}`] : []),
    ...(checkSeconds(plan) > 0 ? ['spot checks'] : []),
  ];
  return `Plan: ${study}, ${scale}: ${parts.join('; ')}; ${costText(totalSeconds(plan))}.`;
}

/** Says of every record what becomes of it, why, and what that takes. */
export function planText(plan: ScalePlan): string {
  const { study, scale, engine, records, audit, spotChecks, store, cacheFolder, trains } = plan;
  const width = Math.max(...records.map(({ name }) => name.length));
  const rows = records.map((record) => `  ${record.name.padEnd(width)}  ${fateOf(record, trains, audit)}`);
  const prefixes = spotChecks.flatMap((part) => part.prefixes);
  const probes = spotChecks.flatMap((part) => part.probes);
  const networks = spotChecks.flatMap((part) => part.networks).length;
  const checked = { networks, prefixes: prefixes.length, probes: probes.length };
  return [
    planLine(plan),
    `  Evidence in ${relative(process.cwd(), store.folder)}, runs in progress in ${relative(process.cwd(), cacheFolder)}, engine ${engine}; ` +
      `${gateText(plan)}.`,
    ...rows,
    `  Spot checks: ${networks} networks on ${spotChecks[0]?.images ?? 0} test images each, ` +
      `first steps of ${prefixes.length} runs, ${probes.length} ${probes.length === 1 ? 'network' : 'networks'} at initialisation, all drawn anew when tests run ` +
      `(${costText(checkSeconds(plan))}): ${chancesText(studyNamed(study), scale, checked)}.`,
  ].join('\n');
}

function gateText({ study, gates }: ScalePlan): string {
  if (!studyNamed(study).hypotheses.some(({ gate }) => gate)) return 'it has no gate';
  return gates ? 'its gate counts' : 'its gate does not count';
}

function fateOf({ name, status, reason, seconds }: PlannedRecord, trains: boolean, audit?: string): string {
  if (name === audit) return `${status}: kept, and trained again as an audit (${costText(seconds)})`;
  if (reason === '') return `${status}: kept`;
  return `${status} (${reason}): ${trains ? `to compute (${costText(seconds)})` : 'an error, for it takes too long to compute here'}`;
}

/** Seconds of one core that everything together takes. */
function totalSeconds(plan: ScalePlan): number {
  const { records, audit, trains } = plan;
  const computed = records.filter(({ name, reason }) => name === audit || (trains && reason !== ''));
  return computed.reduce((sum, { seconds }) => sum + seconds, checkSeconds(plan));
}

function checkSeconds({ study: name, scale, spotChecks }: ScalePlan): number {
  const study = studyNamed(name);
  const settingsOf = new Map(runJobs(study, scale).map((job) => [job.name, job.settings]));
  const costs = spotChecks.flatMap(({ networks, images, prefixes, probes }) => [
    ...networks
      .flatMap((network) => settingsOf.get(network) ?? [])
      .map((settings) => evaluationSeconds(settings, 2 * images)),
    ...prefixes.flatMap(({ name, steps }) => {
      const settings = settingsOf.get(name);
      return settings ? [steps * stepSeconds(settings)] : [];
    }),
    ...probes.map((cell) => probeSeconds(cellSettings(probeSettingsOf(study, scale), cell))),
  ]);
  return costs.reduce((sum, seconds) => sum + seconds, 0);
}

function costText(seconds: number): string {
  return `about ${durationText(seconds)} of one core`;
}

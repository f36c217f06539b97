/** Test runs as the reporter sees them, made up from planted evidence, for specs of what is drawn from them. */
import type { Outcome } from '../../src/judging/verdict.ts';
import type { Obtained } from '../../src/records/ensure-record.ts';
import { PROBE_NAME } from '../../src/records/probe-record.ts';
import type { ScalePlan } from '../../src/runner/plan.ts';
import type { ModuleReport } from '../../src/runner/scale-result.ts';
import { filesOfRecord, plantedFingerprint } from './planted-evidence.ts';
import { evidenceFor } from './planted-report.ts';
import { runName, runsOf } from './this-study.ts';

export const plan: ScalePlan = {
  study: 'relu-versus-sigmoid',
  scale: 'quick',
  engine: 'wasm',
  gates: true,
  trains: true,
  plain: true,
  store: { folder: '/reports', fingerprint: plantedFingerprint },
  cacheFolder: '/cache',
  records: [PROBE_NAME, ...runsOf('quick').map(runName)].map((name) => ({
    name,
    status: 'valid',
    reason: '',
    seconds: 1,
  })),
  audit: undefined,
  spotChecks: [],
};

const trained: Obtained = { how: 'trained', reason: 'stale (the dataset changed)' };

/** Every spec file of a run that passes, on evidence of this outcome; the first few records were trained in it. */
export function passing(outcome: Outcome, trainedRuns = 0): ModuleReport[] {
  const { records, probe } = evidenceFor(outcome);
  const passed = { failed: false, errors: [] };
  const runs = records.map((record, index): ModuleReport => {
    const obtained = index < trainedRuns ? trained : undefined;
    const name = runName(record.run);
    return {
      ...passed,
      project: name,
      metas: [{ record: { name, texts: filesOfRecord(record), obtained } }],
    };
  });
  const initialisation = { name: PROBE_NAME, texts: filesOfRecord(probe), obtained: undefined };
  return [
    { ...passed, project: 'properties', metas: [{}, {}] },
    ...runs,
    { ...passed, project: PROBE_NAME, metas: [{ record: initialisation }] },
  ];
}

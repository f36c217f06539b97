/**
 * The first study with the grid and the scales that specs count on, whatever its own become, and what follows from it:
 * functions that take a study are given this one, and those that ask for the study by name get it too.
 */
import * as families from '../../src/judging/families.ts';
import * as judging from '../../src/judging/judge-all.ts';
import type { Verdict } from '../../src/judging/verdict.ts';
import * as evidence from '../../src/records/gather-evidence.ts';
import * as jobs from '../../src/records/job.ts';
import type { Store } from '../../src/records/store.ts';
import { design } from '../../src/studies/relu-versus-sigmoid/design.ts';
import { reluVersusSigmoid } from '../../src/studies/relu-versus-sigmoid/study.ts';
import { studies } from '../../src/studies/studies.ts';
import type { Run, ScaleName, Study } from '../../src/study.ts';
import * as generic from '../../src/study.ts';

export type { Run, Scale, ScaleName } from '../../src/study.ts';
export { parseScale, runName, scaleNames } from '../../src/study.ts';

/** With the numbers of its own analysis. */
export const study = {
  ...reluVersusSigmoid,
  ...design,
  grid: { ...design.grid, activations: ['relu', 'sigmoid'] as const },
  judgedScales: ['quick', 'paper'] as const,
};
(studies as Study[])[0] = study;

export const { hypotheses, judgedScales, registration } = study;

export const runsOf = (scale: ScaleName) => generic.runsOf(study, scale);
export const settingsOf = (run: Run) => generic.settingsOf(study, run);
export const probeSettingsOf = (scale: ScaleName) => generic.probeSettingsOf(study, scale);
export const runJob = (run: Run) => jobs.runJob(study, run);
export const probeJob = (scale: ScaleName) => jobs.probeJob(study, scale);
export const runJobs = (scale: ScaleName) => jobs.runJobs(study, scale);
export const gatherEvidence = (store: Store, scale: ScaleName) =>
  evidence.gatherEvidence(study, store, scale);
export const evidenceOf = (...[scale, store, records, probe]: AfterStudy<typeof evidence.evidenceOf>) =>
  evidence.evidenceOf(study, scale, store, records, probe);
export const judgeFamilies = (verdicts: readonly Verdict[]) => families.judgeFamilies(study, verdicts);
export const gateVerdict = (verdicts: readonly Verdict[]) => judging.gateVerdict(study, verdicts);

type AfterStudy<Takes extends (study: never, ...others: never[]) => unknown> = Takes extends (
  study: never,
  ...others: infer Others
) => unknown
  ? Others
  : never;

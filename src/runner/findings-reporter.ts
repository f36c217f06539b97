/** A thin Vitest reporter: live progress, then findings, results and exit code, from what the specs handed over. */
import { dirname, join } from 'node:path';
import type { SerializedError } from 'vitest';
import type {
  Reporter,
  TestCase,
  TestModule,
  TestRunEndReason,
  TestSpecification,
  Vitest,
} from 'vitest/node';
import { writeAtomically } from '../files/write-atomically.ts';
import { requireRegistered } from '../judging/registration.ts';
import { studyNamed } from '../studies/studies.ts';
import type { Study } from '../study.ts';
import { CalmReporter, lineOf } from './calm-reporter.ts';
import { absentParts, changedPackages, changes, type Whole } from './completeness.ts';
import { type Conclusion, conclude, exitCodes } from './conclusion.ts';
import { storeMerged, unauditedShards, uncheckedRecords } from './merge.ts';
import { pendingOf, type ScalePlan } from './plan.ts';
import { planLine } from './plan-text.ts';
import { overallProgress } from './progress.ts';
import { projectName, recordNames } from './projects.ts';
import { judgeScale, type ModuleReport, type ScaleResult } from './scale-result.ts';
import { removeSession, SESSION_FILE } from './session-file.ts';
import { settingsInForce } from './settings-in-force.ts';
import { type Ending, sessionText, summary } from './summary.ts';
import './task-meta.ts';
import { writeReports } from './write-reports.ts';

export class FindingsReporter implements Reporter {
  private readonly plans: readonly ScalePlan[];
  private readonly whole: Whole;
  private vitest: Vitest | undefined;
  private readonly start = performance.now();
  private readonly done = new Set<string>();
  private pending: ReadonlyMap<string, number> = new Map();

  /** @param whole - what has to take part for a verdict */
  constructor(plans: readonly ScalePlan[], whole: Whole) {
    this.plans = plans;
    this.whole = whole;
  }

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  // A selection or a shard trains only some of what is pending.
  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    process.exitCode = exitCodes.partial; // until a conclusion is reached
    // Where Vitest watches, its configuration took back only the words of the test run before the first.
    await removeSession(this.reports());
    const taking = new Set(specifications.map(({ project }) => project.name));
    const pending = this.plans.flatMap((plan) =>
      plan.trains
        ? pendingOf(plan).map(({ name, seconds }) => [projectName(plan, name), seconds] as const)
        : [],
    );
    this.pending = new Map(pending.filter(([project]) => taking.has(project)));
    const taken = this.plans.filter((plan) => recordNames(plan).some((project) => taking.has(project)));
    for (const plan of taken) this.vitest?.logger.log(` ${planLine(plan)}`);
  }

  onTestCaseAnnotate(_: TestCase, annotation: { readonly message: string; readonly type: string }): void {
    if (annotation.type !== 'progress') return;
    const seconds = (performance.now() - this.start) / 1000;
    const overall = overallProgress(this.pending, this.done, seconds);
    const calm = this.vitest?.config.reporters.find((reporter) => reporter instanceof CalmReporter);
    if (calm) calm.note(annotation.message, overall);
    else this.vitest?.logger.log(lineOf(annotation.message, overall));
  }

  onTestCaseResult(testCase: TestCase): void {
    if (testCase.meta().record?.obtained) this.done.add(testCase.project.name);
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    if (!this.vitest || (reason === 'interrupted' && !this.vitest.config.bail)) return; // by hand: nobody is left to tell
    if (this.vitest.config.shard) this.markChanged(modules);
    const reports = modules.map(moduleReport);
    const scales = await Promise.all(this.plans.map((plan) => judgeScale(plan, reports, errors.length)));
    const ending = await this.endingOf(scales, modules);
    const written: string[] = [];
    const fault = await this.write(scales, ending, reports, written).catch((error: Error) => error);
    this.vitest.logger.log(`\n${summary(scales, ending, written)}`);
    if (fault) {
      this.vitest.logger.log(` PROBLEM: ${fault.message}. Reports need room and permission to write.`);
      process.exitCode = exitCodes.failed;
      return;
    }
    // Vitest may have found a fault of its own, such as that there was nothing to run, or that another reporter failed.
    const found = process.exitCode === exitCodes.partial ? 0 : process.exitCode;
    process.exitCode = exitCodes[ending.conclusion] || found || 0;
  }

  // Before anything is awaited: a reporter that comes after this one writes what tests handed over into a shard's blob.
  private markChanged(modules: readonly TestModule[]): void {
    const { code, codeNow, startedAt } = this.whole;
    const [change] = changes(codeNow(), code, startedAt);
    if (!change) return;
    for (const test of modules.flatMap(({ children }) => [...children.allTests()])) test.meta().code = change;
  }

  private async endingOf(scales: readonly ScaleResult[], modules: readonly TestModule[]): Promise<Ending> {
    const vitest = this.vitest as Vitest;
    // A shard judges nothing, though it may be dealt all records of a scale: the merge does, and sees who checked what.
    const isPart = Boolean(vitest.config.shard) && !vitest.config.mergeReports;
    const settings = settingsInForce(process.env, process.argv.slice(2));
    const absent = [
      ...absentParts(vitest, modules, this.whole),
      ...(vitest.config.shard && !leavesBlob(vitest)
        ? ['a shard is a part, and without --reporter=blob it hands nothing on']
        : []),
      ...scales
        .filter(({ evidence }) => !evidence && !vitest.config.shard)
        .map(({ plan }) => `not every record of ${plan.study}, ${plan.scale} was handed over`),
    ];
    if (absent.length === 0) absent.push(...(await changedPackages(this.plans, this.whole)));
    const problems = [
      ...(await registrationFaults(scales)),
      ...(vitest.config.mergeReports ? scales.flatMap(unauditedShards) : []),
      ...scales.flatMap((scale) => scale.problems),
      ...(absent.length === 0 && !isPart ? scales.flatMap(uncheckedRecords) : []),
    ];
    const failed = scales.some((scale) => scale.failed);
    const gates = scales.filter(({ plan }) => !isPart && plan.gates && isGate(plan)).map(({ gate }) => gate);
    const conclusion = conclude({ failed, problems, absent, gates });
    return { settings, problems, absent, conclusion: handedOn(vitest, conclusion, absent) };
  }

  /** @param written - receives the findings' files */
  private async write(
    scales: readonly ScaleResult[],
    ending: Ending,
    reports: readonly ModuleReport[],
    written: string[],
  ): Promise<void> {
    if (isWhole(ending)) {
      if (this.vitest?.config.mergeReports) {
        for (const scale of scales) await storeMerged(scale, reports);
      }
      await writeReports(scales, written);
    }
    await writeAtomically(join(this.reports(), SESSION_FILE), sessionText(scales, ending, this.whole.code));
  }

  /** The folder of the studies' folders. */
  private reports(): string {
    return dirname(this.plans[0]?.store.folder ?? '');
  }
}

/** Whether a verdict at this scale can let the invocation pass or fail. */
function isGate({ study: name, scale }: ScalePlan): boolean {
  const { scales, hypotheses } = studyNamed(name);
  return scales[scale].evidence && hypotheses.some(({ gate }) => gate);
}

// Only whole evidence that nothing speaks against is reported, so that no other test run ever replaces findings.
function isWhole({ conclusion }: Ending): boolean {
  return !['failed', 'evidence', 'partial', 'shard'].includes(conclusion);
}

// A shard that did all that it was dealt and leaves a blob is no verdict and no fault: the merge sees whether all came.
function handedOn({ config }: Vitest, conclusion: Conclusion, absent: readonly string[]): Conclusion {
  const done = absent.length === 0 && (conclusion === 'partial' || conclusion === 'held');
  return config.shard && done ? 'shard' : conclusion;
}

function leavesBlob({ config }: Vitest): boolean {
  return config.reporters.some((reporter) => Array.isArray(reporter) && reporter[0] === 'blob');
}

// Verdicts by rules that nobody registered count for nothing, and their findings are not written. At a scale that is no
// evidence there is nothing to count.
async function registrationFaults(scales: readonly ScaleResult[]): Promise<readonly string[]> {
  const judged = scales.flatMap(({ plan, verdicts }): readonly Study[] => {
    const study = studyNamed(plan.study);
    return verdicts.length > 0 && study.scales[plan.scale].evidence ? [study] : [];
  });
  const found = await Promise.allSettled([...new Set(judged)].map(requireRegistered));
  return found.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
}

function moduleReport(module: TestModule): ModuleReport {
  const tests = [...module.children.allTests()];
  const unjudged = tests.filter((test) => !test.meta().verdict);
  const errors = [...module.errors(), ...unjudged.flatMap((test) => test.result().errors ?? [])];
  return {
    project: module.project.name,
    failed: module.state() === 'failed',
    errors: errors.map(({ message }) => message.split('\n')[0] ?? ''),
    metas: tests.map((test) => test.meta()),
  };
}

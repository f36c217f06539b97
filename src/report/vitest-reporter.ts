/** A thin Vitest reporter: live progress, then findings, results and exit code, from what the specs handed over. */
import { mkdir } from 'node:fs/promises';
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
import { requireRegistered } from '../hypotheses/registration.ts';
import type { Evidence } from '../records/evidence.ts';
import { variantOf } from '../records/store.ts';
import { conclude, exitCodes } from '../runner/conclusion.ts';
import type { Session } from '../runner/session.ts';
import { drawFigures } from './figures/figures.ts';
import { findings } from './findings.ts';
import { absentFromShards, storeMerged } from './merge.ts';
import { overallProgress } from './progress.ts';
import { resultsText } from './results.ts';
import { type ModuleReport, sessionResult } from './session-result.ts';
import { sessionText, summary } from './summary.ts';
import './task-meta.ts';

export class FindingsReporter implements Reporter {
  private readonly session: Session;
  private vitest: Vitest | undefined;
  private readonly start = performance.now();
  private readonly done = new Set<string>();
  private pending: readonly string[] = [];

  constructor(session: Session) {
    this.session = session;
  }

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  // A selection or a shard trains only some of what is pending.
  onTestRunStart(specifications: readonly TestSpecification[]): void {
    const taking = new Set(specifications.map(({ project }) => project.name));
    this.pending = this.session.pending.filter((name) => taking.has(name));
  }

  onTestCaseAnnotate(_: TestCase, annotation: { readonly message: string; readonly type: string }): void {
    if (annotation.type !== 'progress') return;
    const seconds = (performance.now() - this.start) / 1000;
    const overall = overallProgress(this.pending, this.done, seconds);
    this.vitest?.logger.log(`  ${annotation.message}${overall}`);
  }

  onTestCaseResult(testCase: TestCase): void {
    const { run } = testCase.meta();
    if (run?.obtained) this.done.add(run.name);
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    if (!this.vitest || reason === 'interrupted') return;
    const merging = Boolean(this.vitest.config.mergeReports);
    const reports = modules.map(moduleReport);
    const result = sessionResult(this.session, reports, errors.length);
    const absent = merging ? await absentFromShards(this.vitest, modules, result) : [];
    const unregistered = result.verdicts.length > 0 ? await registrationFaults() : [];
    const whole = { ...result, problems: [...unregistered, ...absent, ...result.problems] };
    if (merging) await storeMerged(this.session, reports, whole);
    const { evidence } = whole;
    const complete = absent.length === 0 && unregistered.length === 0;
    const written = evidence && complete ? await this.writeFindings(evidence) : undefined;
    const conclusion = conclude(whole);
    await this.write('session.json', sessionText(this.session, whole, conclusion));
    this.vitest.logger.log(`\n${summary(this.session, whole, conclusion, written)}`);
    process.exitCode = exitCodes[conclusion];
  }

  // The findings are rewritten only from complete evidence, so a partial test run never replaces them.
  private async writeFindings(evidence: Evidence): Promise<string> {
    const variant = variantOf(evidence.scale, evidence.engine);
    const suffix = variant === 'quick' ? '' : `-${variant}`;
    for (const { name, content } of drawFigures(evidence)) {
      await this.write(join(`figures${suffix}`, name), content);
    }
    await this.write(`results${suffix}.json`, resultsText(evidence));
    return this.write(`findings${suffix}.md`, findings(evidence, `figures${suffix}`));
  }

  private async write(name: string, content: string): Promise<string> {
    const path = join(this.session.store.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, Buffer.from(content));
    return path;
  }
}

// Verdicts by rules that nobody registered count for nothing, and their findings are not written.
async function registrationFaults(): Promise<readonly string[]> {
  return requireRegistered().then(
    () => [],
    (error: unknown) => [error instanceof Error ? error.message : String(error)],
  );
}

function moduleReport(module: TestModule): ModuleReport {
  const tests = [...module.children.allTests()];
  const errors = [...module.errors(), ...tests.flatMap((test) => test.result().errors ?? [])];
  return {
    project: module.project.name,
    failed: module.state() === 'failed',
    errors: errors.map(({ message }) => message.split('\n')[0] ?? ''),
    metas: tests.map((test) => test.meta()),
  };
}

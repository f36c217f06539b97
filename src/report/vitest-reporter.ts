/** A thin Vitest reporter: live progress lines, then the findings, from what the specs handed over. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { evidenceOf } from '../records/evidence.ts';
import { variantOf } from '../records/store.ts';
import type { Session } from '../runner/session.ts';
import { runName, runsOf } from '../study.ts';
import { drawFigures } from './figures/figures.ts';
import { findings } from './findings.ts';
import { overallProgress } from './progress.ts';
import { type SessionResult, summary } from './summary.ts';
import './task-meta.ts';

export class FindingsReporter implements Reporter {
  private readonly session: Session;
  private vitest: Vitest | undefined;
  private readonly start = performance.now();
  private trained = new Set<string>();

  constructor(session: Session) {
    this.session = session;
  }

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestCaseAnnotate(_: TestCase, annotation: { readonly message: string; readonly type: string }): void {
    if (annotation.type !== 'progress') return;
    const overall = overallProgress(
      this.session.pending,
      this.trained,
      (performance.now() - this.start) / 1000,
    );
    this.vitest?.logger.log(`  ${annotation.message}${overall}`);
  }

  onTestCaseResult(testCase: TestCase): void {
    const { run } = testCase.meta();
    if (run?.provider === 'trained') this.trained.add(runName(run.record.run));
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const result = collect(modules);
    const written = await this.writeFindings(result);
    this.vitest?.logger.log(`\n${summary(this.session, result, written)}`);
  }

  // The findings are rewritten only from a complete set of records, so a partial run never replaces them.
  private async writeFindings({ runs, probe }: SessionResult): Promise<string | undefined> {
    const { scale, engine, store } = this.session;
    if (runs.length < runsOf(scale).length || !probe) return undefined;
    const variant = variantOf(scale, engine);
    const suffix = variant === 'quick' ? '' : `-${variant}`;
    const records = runs.map(({ record }) => record);
    const evidence = evidenceOf(scale, engine, records, probe);
    const figures = join(store.folder, `figures${suffix}`);
    await mkdir(figures, { recursive: true });
    for (const { name, content } of drawFigures(evidence)) await writeFile(join(figures, name), content);
    const path = join(store.folder, `findings${suffix}.md`);
    await writeFile(path, findings(evidence, `figures${suffix}`));
    return path;
  }
}

function collect(modules: readonly TestModule[]): SessionResult {
  const metas = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.meta()));
  return {
    runs: metas.flatMap(({ run }) => (run ? [run] : [])),
    probe: metas.find(({ probe }) => probe)?.probe,
    audits: metas.flatMap(({ audit }) => (audit ? [audit] : [])),
    verdicts: metas.flatMap(({ verdict }) => (verdict ? [verdict] : [])),
  };
}

/** Vitest as runner, scheduler and distributor: properties first, then one project a run, then the hypotheses. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { FindingsReporter } from './src/report/vitest-reporter.ts';
import { CostliestFirst } from './src/runner/costliest-first.ts';
import { planSession } from './src/runner/session.ts';
import { runName, runsOf } from './src/study.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig(async ({ mode }) => {
  const session = await planSession(root, mode, process.env);
  const project = (name: string, include: string, groupOrder: number): TestProjectInlineConfiguration => ({
    extends: true,
    test: { name, include: [include], sequence: { groupOrder }, provide: { session } },
  });
  const runs = runsOf(session.scale).map((run): TestProjectInlineConfiguration => {
    const base = project(runName(run), 'specs/runs/run.spec.ts', 1);
    return { ...base, test: { ...base.test, provide: { session, run } } };
  });
  return {
    test: {
      watch: false,
      sequence: { sequencer: CostliestFirst },
      pool: 'forks',
      maxWorkers: availableParallelism(),
      // A run takes as long as it takes.
      testTimeout: 0,
      hookTimeout: 0,
      globalSetup: 'specs/support/fetch-dataset.ts',
      setupFiles: 'specs/support/configure-fast-check.ts',
      reporters: ['default', new FindingsReporter(session)],
      projects: [
        project('properties', 'specs/properties/**/*.spec.ts', 0),
        ...runs,
        project('initialisation', 'specs/runs/initialisation.spec.ts', 1),
        project('hypotheses', 'specs/hypotheses/*.spec.ts', 2),
      ],
    },
  };
});

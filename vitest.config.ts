/** Vitest as runner, scheduler and distributor: properties first, then one project a run, then the hypotheses. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { FindingsReporter } from './src/report/vitest-reporter.ts';
import { exitCodes } from './src/runner/conclusion.ts';
import { CostliestFirst, JUDGING_PROJECT } from './src/runner/costliest-first.ts';
import { planSession, type Session } from './src/runner/session.ts';
import { type Run, runName, runsOf } from './src/study.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig(async ({ mode }) => {
  const session = await planOrExit(mode);
  // Every option is repeated for each project: a project that extends the root would evaluate this file again.
  const project = (
    name: string,
    include: string,
    groupOrder: number,
    run?: Run,
  ): TestProjectInlineConfiguration => ({
    test: {
      name,
      include: [include],
      sequence: { groupOrder },
      pool: 'forks',
      // A run takes as long as it takes.
      testTimeout: 0,
      hookTimeout: 0,
      setupFiles: ['specs/support/configure-fast-check.ts', 'specs/support/end-with-runner.ts'],
      provide: run ? { session, run } : { session },
    },
  });
  return {
    test: {
      watch: false,
      sequence: { sequencer: CostliestFirst },
      maxWorkers: availableParallelism(),
      globalSetup: 'specs/support/global-set-up.ts',
      reporters: ['default', new FindingsReporter(session)],
      projects: [
        project('properties', 'specs/properties/**/*.spec.ts', 0),
        ...runsOf(session.scale).map((run) => project(runName(run), 'specs/runs/run.spec.ts', 1, run)),
        project('initialisation', 'specs/runs/initialisation.spec.ts', 1),
        project(JUDGING_PROJECT, 'specs/hypotheses/*.spec.ts', 2),
      ],
    },
  };
});

// A request that cannot be understood ends here, with a message and an exit code of its own.
async function planOrExit(mode: string): Promise<Session> {
  try {
    return await planSession(root, mode, process.env);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(error.message);
    process.exit(exitCodes.usage);
  }
}

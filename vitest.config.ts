/** Vitest as runner, scheduler and distributor: properties first, then one project a run, then the hypotheses. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ProvidedContext } from 'vitest';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { FindingsReporter } from './src/report/vitest-reporter.ts';
import { planCarry } from './src/runner/carry-plan.ts';
import { CarryReporter } from './src/runner/carry-reporter.ts';
import { exitCodes } from './src/runner/conclusion.ts';
import { CostliestFirst, JUDGING_PROJECT } from './src/runner/costliest-first.ts';
import { planSession } from './src/runner/session.ts';
import { type Run, runName, runsOf } from './src/study.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig(async ({ mode }) => (mode === 'carry' ? carryConfig() : testConfig(mode)));

async function testConfig(mode: string) {
  const session = await planOrExit(() => planSession(root, mode, process.env));
  const project = (name: string, include: string, groupOrder: number, run?: Run) =>
    projectOf(name, include, groupOrder, run ? { session, run } : { session });
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
        ...session.spotChecks.map((spotChecks, part) =>
          projectOf(`spot-checks-${part + 1}`, 'specs/runs/spot-checks.spec.ts', 1, { session, spotChecks }),
        ),
        project(JUDGING_PROJECT, 'specs/hypotheses/*.spec.ts', 2),
      ],
    },
  };
}

// One project per record, so that they spread over the cores as runs do.
async function carryConfig() {
  const plan = await planOrExit(() => planCarry(root));
  const { store } = plan;
  return {
    test: {
      watch: false,
      maxWorkers: availableParallelism(),
      bail: 1, // one record that differs decides it
      globalSetup: 'specs/support/global-set-up.ts',
      reporters: ['default', new CarryReporter(plan)],
      projects: plan.pending.map((job) =>
        projectOf(`${job.scale}-${job.name}`, 'specs/runs/carry.spec.ts', 0, { carry: { store, job } }),
      ),
    },
  };
}

// Every option is repeated for each project: a project that extends the root would evaluate this file again.
function projectOf(
  name: string,
  include: string,
  groupOrder: number,
  provide: Partial<ProvidedContext>,
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: [include],
      sequence: { groupOrder },
      pool: 'forks',
      // A run takes as long as it takes.
      testTimeout: 0,
      hookTimeout: 0,
      setupFiles: ['specs/support/configure-fast-check.ts', 'specs/support/end-with-runner.ts'],
      provide,
    },
  };
}

// A request that cannot be understood ends here, with a message and an exit code of its own.
async function planOrExit<Plan>(plan: () => Promise<Plan>): Promise<Plan> {
  try {
    return await plan();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(error.message);
    process.exit(exitCodes.usage);
  }
}

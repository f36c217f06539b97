/** Vitest as runner, scheduler and distributor: properties and software first, then records and what is trained, then the hypotheses. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ProvidedContext } from 'vitest';
import { defineConfig, type Plugin, type TestProjectInlineConfiguration } from 'vitest/config';
import type { Reporter } from 'vitest/node';
import { propertySeed } from './specs/support/property-seed.ts';
import { IncompleteEvidence } from './src/records/evidence.ts';
import { isUnchanged } from './src/records/fingerprint.ts';
import { PROBE_NAME } from './src/records/probe-record.ts';
import { CalmReporter } from './src/runner/calm-reporter.ts';
import { carryName, planCarry } from './src/runner/carry-plan.ts';
import { CarryReporter } from './src/runner/carry-reporter.ts';
import { codeState } from './src/runner/code-digest.ts';
import { expectedSpecs } from './src/runner/completeness.ts';
import { exitCodes } from './src/runner/conclusion.ts';
import { distortions, toldToNode } from './src/runner/distortions.ts';
import { FindingsReporter } from './src/runner/findings-reporter.ts';
import { LiveLine } from './src/runner/live-line.ts';
import { planRun, reportsFolder, type ScalePlan } from './src/runner/plan.ts';
import { inPlanOrder } from './src/runner/plan-order.ts';
import {
  hasProjectPerRun,
  JUDGING,
  projectName,
  RECORDS,
  recordNames,
  spotChecksPart,
  together,
} from './src/runner/projects.ts';
import { removeSession } from './src/runner/session-file.ts';
import { ISOLATED, ISOLATED_ENDING, NOT_ISOLATED, SOFTWARE } from './src/runner/software-projects.ts';
import { studies, studyNamed } from './src/studies/studies.ts';
import { runName, runsOf } from './src/study.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const node = toldToNode(root);

/** There is none: nor is a configuration of it sought, which would be run. */
const NO_CSS = { postcss: {} };

export default defineConfig(async ({ mode }) => (mode === 'carry' ? carryConfig() : testConfig(mode)));

async function testConfig(mode: string) {
  // Until tests start: Vitest ends some requests that it cannot meet without a word to its reporters, and with 0.
  process.exitCode ??= exitCodes.failed;
  process.chdir(root); // wherever it was started
  // Whatever ends this test run, the words of an earlier one are not taken for its own.
  await planOrExit(() => removeSession(reportsFolder(root, process.env)));
  await planOrExit(async () => propertySeed(process.env));
  const { digest: code } = await planOrExit(async () => codeState(root));
  const planned = await planOrExit(() => planRun(studies, root, mode, process.env));
  const plans = planned.map((plan) => together(plan, process.argv.slice(2)));
  const order = plans.flatMap(recordNames);
  const reporter = new FindingsReporter(plans, {
    specs: expectedSpecs(root, plans),
    order,
    code,
    codeNow: () => codeState(root),
    isUnchanged,
    startedAt: performance.timeOrigin,
    node,
    root,
  });
  return {
    css: NO_CSS,
    test: {
      watch: false,
      sequence: { sequencer: inPlanOrder(order) },
      maxWorkers: availableParallelism(),
      globalSetup: 'specs/support/global-set-up.ts',
      reporters: [
        new CalmReporter(process.stdout.isTTY ? new LiveLine(process.stdout, process.stderr) : undefined),
      ],
      projects: [
        // By what they include: an `exclude` of theirs would take the place of one that is typed.
        ...SOFTWARE.map((name) => shared(projectOf(name, `specs/${name}/**/${NOT_ISOLATED}`, 0, {}))),
        searching(projectOf(ISOLATED, `specs/{${SOFTWARE}}/**/[!.]*${ISOLATED_ENDING}`, 0, {})),
        ...plans.flatMap(projectsOf),
      ].map((project) => ({
        ...project,
        css: NO_CSS,
        plugins: [reportAlways(reporter, code), keepOrder(project)], // each, for any may be left out
      })),
    },
  };
}

function projectsOf(plan: ScalePlan): readonly TestProjectInlineConfiguration[] {
  const { name, grid, protocol, scales, probe, analysis } = studyNamed(plan.study);
  const design = { name, grid, protocol, scales, probe, analysis };
  const project = (part: string, spec: string, groupOrder: number, provide: Partial<ProvidedContext> = {}) =>
    projectOf(projectName(plan, part), spec, groupOrder, { plan, design, ...provide });
  const separately = hasProjectPerRun(plan);
  return [
    ...runsOf(design, plan.scale)
      .filter((run) => separately || runName(run) === plan.audit)
      .map((run) => project(runName(run), 'specs/studies/run.spec.ts', 1, { run })),
    separately
      ? project(PROBE_NAME, 'specs/studies/initialisation.spec.ts', 1)
      : project(RECORDS, 'specs/studies/records.spec.ts', 1),
    ...plan.spotChecks.map((spotChecks, part) =>
      project(spotChecksPart(part), 'specs/studies/spot-checks.spec.ts', 1, { spotChecks }),
    ),
    project(JUDGING, 'specs/studies/verdicts.spec.ts', 2),
  ];
}

// `--reporter` replaces the configured reporters; this one draws the conclusion, and has to be there whatever is typed. A
// shard's blob says by its code whether what it was told to do counts.
function reportAlways(reporter: Reporter, code: string): Plugin {
  return {
    name: 'findings',
    configureVitest: ({ vitest, project }) => {
      project.provide('code', [code, ...distortions(vitest, root, [project], node)].join(', '));
      const { reporters } = vitest.config;
      if (!reporters.includes(reporter)) reporters.unshift(reporter); // before one that writes a blob
    },
  };
}

// `--sequence.shuffle` and its like replace all that projects say of their order: verdicts come after the runs all the same.
function keepOrder({ test }: TestProjectInlineConfiguration): Plugin {
  return {
    name: 'order',
    configureVitest: ({ project }) => {
      project.config.sequence.groupOrder = test?.sequence?.groupOrder ?? 0;
    },
  };
}

// One project per record, so that they spread over the cores as runs do.
async function carryConfig() {
  process.exitCode ??= exitCodes.failed; // until its reporter says otherwise
  const { digest: code } = await planOrExit(async () => codeState(root));
  const plans = await planOrExit(() => Promise.all(studies.map((study) => planCarry(study, root))));
  for (const { study, settled, pending } of plans) {
    console.log(
      ` ${study}: ${settled.length} records hold for this code already; ${pending.length} are to be recomputed.`,
    );
  }
  if (plans.every(({ pending }) => pending.length === 0)) process.exit(0);
  const reporter = new CarryReporter(plans, { root, code, startedAt: performance.timeOrigin, node });
  return {
    test: {
      watch: false,
      maxWorkers: availableParallelism(),
      globalSetup: 'specs/support/global-set-up.ts',
      projects: plans
        .flatMap(({ study, store, pending }) =>
          pending.map((job) =>
            projectOf(carryName(study, job), 'specs/studies/carry.spec.ts', 0, {
              carry: { study, store, job },
            }),
          ),
        )
        .map((project) => ({ ...project, plugins: [reportAlways(reporter, code)] })),
    },
  };
}

// Files that leave everything as they found it need no process each: see ISOLATED.
function shared({ test }: TestProjectInlineConfiguration): TestProjectInlineConfiguration {
  return searching({ test: { ...test, isolate: false, restoreMocks: true, unstubEnvs: true } });
}

function searching({ test }: TestProjectInlineConfiguration): TestProjectInlineConfiguration {
  const setupFiles = [...(test?.setupFiles ?? []), 'specs/support/configure-fast-check.ts'];
  return { test: { ...test, setupFiles } };
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
      setupFiles: ['specs/support/worker.ts'],
      provide,
    },
  };
}

// A request that cannot be understood, an attestation that was edited or an engine that is not there ends here, with a
// message and a code of its own.
async function planOrExit<Plan>(plan: () => Promise<Plan>): Promise<Plan> {
  try {
    return await plan();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (error instanceof IncompleteEvidence) process.exit(exitCodes.evidence);
    process.exit(error instanceof RangeError ? exitCodes.usage : exitCodes.failed);
  }
}

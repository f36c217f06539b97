/** That a study is a folder: one that nothing else knows of goes the whole way, from its plan to findings and exit code. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';
import { fingerprintOf } from '../../../src/records/fingerprint.ts';
import { probeJob, runJobs } from '../../../src/records/job.ts';
import { PROBE_NAME } from '../../../src/records/probe-record.ts';
import { writeStored } from '../../../src/records/store.ts';
import { FindingsReporter } from '../../../src/runner/findings-reporter.ts';
import { pendingOf, planRun } from '../../../src/runner/plan.ts';
import { projectSpecs } from '../../../src/runner/projects.ts';
import { studies, studyNamed } from '../../../src/studies/studies.ts';
import { runName, runsOf, type ScaleName, type Study } from '../../../src/study.ts';
import { filesOfRecord, plantedEvidence } from '../../support/planted-evidence.ts';
import { plantedStudy } from '../../support/planted-study.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

vi.mock('../../../src/judging/registration.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../../../src/judging/registration.ts')>()),
  requireRegistered: vi.fn(async () => {}),
}));

beforeAll(() => {
  (studies as Study[]).push(plantedStudy);
  return () => void (studies as Study[]).pop();
});
const exitCode = process.exitCode;
afterEach(() => {
  process.exitCode = exitCode;
});

/** Stores made-up evidence of a scale, plans what a test run does with it, and reports that run. */
async function go(scale: ScaleName, lead: number) {
  const root = await temporaryFolder();
  const fingerprint = await fingerprintOf('wasm');
  const accuracyOf = ({ activation, depth, seed }: { activation: string; depth: number; seed: number }) =>
    0.4 +
    (activation === 'tanh' ? lead : 0) +
    depth / 100 +
    ((seed * (depth + activation.length)) % 7) / 1000;
  const { records, probe } = plantedEvidence(accuracyOf, scale, fingerprint, undefined, plantedStudy);
  const store = { folder: join(root, 'reports', 'planted'), fingerprint };
  for (const [index, job] of runJobs(plantedStudy, scale).entries()) {
    await writeStored(store, job, filesOfRecord(records[index]!));
  }
  await writeStored(store, probeJob(plantedStudy, scale), filesOfRecord(probe));

  const plans = await planRun([plantedStudy], root, scale, {});
  const reporter = new FindingsReporter(plans, {
    specs: plans.flatMap(projectSpecs),
    order: [],
    code: 'c',
    codeNow: () => ({ digest: 'c', changedAt: 0, changed: '' }),
    isUnchanged: async () => true,
    startedAt: 1,
    node: '',
    root: process.cwd(),
  });
  const metas = (named: string) => {
    const project = named.replace(/^planted-/, '');
    const part = /^spot-checks-(\d)$/.exec(project)?.[1];
    if (part) {
      const { networks, probes } = plans[0]!.spotChecks[Number(part) - 1]!;
      const digestOf = (name: string) => records.find(({ run }) => runName(run) === name)?.digest ?? '';
      return [
        {},
        ...networks.map((name) => ({ spotCheck: { what: `weights of ${name}`, digest: digestOf(name) } })),
        ...probes.map((cell) => ({ spotCheck: { what: `probe of ${runName(cell)}`, digest: probe.digest } })),
      ];
    }
    const record = project === PROBE_NAME ? probe : records.find(({ run }) => runName(run) === project);
    return [record ? { record: { name: project, texts: filesOfRecord(record), obtained: undefined } } : {}];
  };
  const modules = plans
    .flatMap(projectSpecs)
    .map((spec) => spec.split(' '))
    .map(([name = '', path]) => ({
      project: { name },
      moduleId: `/${path}`,
      state: () => 'passed',
      errors: () => [],
      children: {
        allTests: () =>
          metas(name).map((meta) => ({
            meta: () => ({ code: 'c', ...meta }),
            result: () => ({ state: 'passed', errors: [] }),
            diagnostic: () => undefined,
            options: {},
          })),
      },
    })) as unknown as TestModule[];
  const said: string[] = [];
  reporter.onInit({
    config: { root: process.cwd(), reporters: [] },
    logger: { log: (line: string) => said.push(line) },
  } as unknown as Vitest);
  process.exitCode = undefined;
  await reporter.onTestRunEnd(modules, [], 'passed');
  const read = (name: string) => readFile(join(store.folder, name), 'utf8');
  return { plans, said: said.join('\n'), code: process.exitCode, files: await readdir(store.folder), read };
}

describe('a study with three activations, other depths and hypotheses of its own', () => {
  it('has a run for each of its conditions and seeds, and a plan that finds their records', async () => {
    expect(runsOf(plantedStudy, 'quick')).toHaveLength(3 * 2 * 3);
    expect(studyNamed('planted')).toBe(plantedStudy);
    const { plans } = await go('quick', 0.1);
    expect(plans).toMatchObject([{ study: 'planted', scale: 'quick', gates: true }]);
    expect(plans.map(pendingOf)).toEqual([[]]);
  });

  it.each([
    [0.1, 'supported', 0],
    [-0.1, 'refuted', 3],
  ] as const)('ends with its own gate: lead %d, %s, exit code %i', async (lead, outcome, expected) => {
    const { said, code } = await go('quick', lead);
    expect(said).toContain('Claim: Tanh does better than Sigmoid.');
    expect(said).toContain('Evidence: 18 of 18 quick runs on wasm');
    expect(said).toContain(`P1 (gate) ${outcome.toUpperCase()}: Tanh reaches`);
    expect(code).toBe(expected);
  });

  it('has findings, figures and results of its own, with an arm for every activation', async () => {
    const { files, read } = await go('quick', 0.1);
    expect(files).toEqual(expect.arrayContaining(['figures', 'findings.md', 'results.json']));
    const findings = await read('findings.md');
    expect(findings).toContain('> Tanh does better than Sigmoid.\n\nP1 is supported.');
    expect(findings).toContain('### P2: With ReLU, 3 blocks reach a higher test accuracy than 2.');
    expect(findings).toMatch(/\| Blocks \| ReLU, running .*Sigmoid, running .*tanh, running /);
    expect(findings).not.toMatch(/NaN|undefined|notebook: /);
    const results = JSON.parse(await read('results.json'));
    expect(results).toMatchObject({ claim: plantedStudy.claim, outcome: 'supported' });
    expect(Object.keys(results.records)).toHaveLength(18 + 1);
    for (const name of await readdirOf(read)) {
      const figure = await read(join('figures', name));
      expect(figure).not.toMatch(/NaN|undefined/);
      if (!/lead/.test(name)) expect(figure).toContain('>tanh');
      expect(figure).not.toContain('the notebook, one run');
    }
  });

  it('gives no verdict at smoke scale', async () => {
    const { said, code, read } = await go('smoke', 0.1);
    expect(said).toContain('P1 (gate) INCONCLUSIVE');
    expect(code).toBe(0);
    expect(await read('findings-smoke.md')).toContain('P1 is inconclusive.');
  });
});

/** Names of the light figures. */
async function readdirOf(read: (name: string) => Promise<string>): Promise<string[]> {
  const findings = await read('findings.md');
  return [...findings.matchAll(/src="figures\/([^"]+)"/g)].map(([, name]) => name!);
}

import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { stream } from '../../../src/random.ts';
import { fingerprintOf } from '../../../src/records/fingerprint.ts';
import type { Fingerprint } from '../../../src/records/fingerprint-schema.ts';
import { writeStored } from '../../../src/records/store.ts';
import { chooseAudit, pendingOf, planRun as planOf, type ScalePlan } from '../../../src/runner/plan.ts';
import { projectName } from '../../../src/runner/projects.ts';
import { filesOfRecord, plantedRecord } from '../../support/planted-evidence.ts';
import { plantedStudy } from '../../support/planted-study.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { judgedScales, type Run, runJob, runName, runsOf, study } from '../../support/this-study.ts';

// Once per engine: the source does not change while these run.
vi.mock('../../../src/records/fingerprint.ts', async (importOriginal) => {
  const actual = await importOriginal<typeof import('../../../src/records/fingerprint.ts')>();
  const known = new Map<string, Promise<Fingerprint>>();
  return {
    ...actual,
    fingerprintOf: (engine: Parameters<typeof actual.fingerprintOf>[0]) => {
      const fingerprint = known.get(engine) ?? actual.fingerprintOf(engine);
      known.set(engine, fingerprint);
      return fingerprint;
    },
  };
});

const runs = runsOf('quick');

/** Names of the runs that are to be computed. */
const pending = (plan: ScalePlan) =>
  pendingOf(plan).flatMap(({ name }) => (name === 'initialisation' ? [] : [name]));

describe('chooseAudit', () => {
  it('chooses nothing when no stored evidence is leaned on', () => {
    expect(chooseAudit(study, [], 0)).toBeUndefined();
    expect(chooseAudit(study, [], 0.999)).toBeUndefined();
  });

  it('can fall on any run, the deepest included, so that no record is safe from it', () => {
    const chosen = new Set(
      Array.from({ length: 20_000 }, (_, step) => chooseAudit(study, runs, step / 20_000)),
    );
    expect(chosen).toEqual(new Set(runs.map(runName)));
  });

  it('falls on cheap runs more often: by the square of their cost', () => {
    const draw = stream(1, 'choose-audit');
    const trials = 20_000;
    const counts = new Map<number, number>();
    for (let trial = 0; trial < trials; trial++) {
      const chosen = chooseAudit(study, runs, draw());
      const { depth } = runs.find((run) => runName(run) === chosen)!;
      counts.set(depth, (counts.get(depth) ?? 0) + 1);
    }
    const total = [1, 2, 4, 6, 8].reduce((sum, depth) => sum + 1 / (depth + 1) ** 2, 0);
    for (const [depth, count] of counts) {
      // Hoeffding: 2·exp(−2·20000·.019²) = 1e-6 is the chance of a false alarm, for each depth.
      expect(Math.abs(count / trials - 1 / (depth + 1) ** 2 / total)).toBeLessThan(0.019);
    }
  });

  it('always chooses one of the runs there are, at both ends of the draw', () => {
    for (const draw of [0, 0.5, 1 - 2 ** -53, 1]) {
      expect(runs.slice(0, 7).map(runName)).toContain(chooseAudit(study, runs.slice(0, 7), draw));
      expect(chooseAudit(study, runs.slice(0, 1), draw)).toBe(runName(runs[0]!));
    }
  });
});

const planScales = (root: string, mode: string, environment: Readonly<Record<string, string>>) =>
  planOf([study], root, mode, environment);

/** Plans what is done at one scale alone. */
async function planRun(...asked: Parameters<typeof planScales>) {
  const plans = await planScales(...asked);
  expect(plans).toHaveLength(1);
  return plans[0]!;
}

describe('planRun', () => {
  let fingerprint: Fingerprint;
  beforeAll(async () => {
    fingerprint = await fingerprintOf('wasm');
  });

  /** A project's folder with some smoke runs stored in it. */
  async function projectWith(stored: readonly Run[], reports = 'reports'): Promise<string> {
    const root = await temporaryFolder();
    for (const run of stored) {
      const record = plantedRecord(run, 0.5, fingerprint);
      await writeStored(
        { folder: join(root, reports, study.name), fingerprint },
        runJob(run),
        filesOfRecord(record),
      );
    }
    return root;
  }

  const smoke = runsOf('smoke');

  it('trains everything and audits nothing where nothing is stored', async () => {
    const plan = await planRun(await projectWith([]), 'smoke', {});
    expect(plan).toMatchObject({ scale: 'smoke', engine: 'wasm', audit: undefined });
    expect(pending(plan)).toEqual(smoke.map(runName));
  });

  it('trains what is missing, costliest first, and audits one of the others', async () => {
    const stored = smoke.filter(({ activation }) => activation === 'relu');
    const plan = await planRun(await projectWith(stored), 'smoke', {});
    expect(pending(plan)).toEqual(smoke.filter((run) => !stored.includes(run)).map(runName));
    expect(stored.map(runName)).toContain(plan.audit);
  });

  it('audits the run that AUDIT names', async () => {
    const root = await projectWith(smoke);
    const plan = await planRun(root, 'smoke', { AUDIT: 'relu-depth-8-seed-3' });
    expect(plan.audit).toBe('relu-depth-8-seed-3');
    expect(pending(plan)).toEqual([]);
  });

  // Catches shards that audit different runs, of which at most one then trains it, or always the same one.
  it('draws the audited run from AUDIT_SEED, if there is one, so that shards agree', async () => {
    const root = await projectWith(smoke);
    const auditFor = async (seed: string) => (await planRun(root, 'smoke', { AUDIT_SEED: seed })).audit;
    expect(await auditFor('build 1')).toBe(await auditFor('build 1'));
    const drawn = await Promise.all(Array.from({ length: 8 }, (_, build) => auditFor(`build ${build}`)));
    expect(new Set(drawn).size).toBeGreaterThan(2);
  });

  // Catches a second short scale of one study, whose projects Vitest refused for having the names of the first's.
  it('gives the projects of a second scale that trains their scale’s name', async () => {
    const two = { ...study, judgedScales: ['smoke', 'quick'] as const };
    const plans = await planOf([two], await projectWith([]), 'test', {});
    expect(plans.map((plan) => projectName(plan, 'hypotheses'))).toEqual(['hypotheses', 'quick-hypotheses']);
  });

  it('has nothing to verify where no study has a judged scale, and says what to name', async () => {
    const none = { ...study, judgedScales: [] };
    await expect(planOf([none], await projectWith([]), 'test', {})).rejects.toThrow(
      new RangeError('No study has a scale that is judged: name one by --mode'),
    );
  });

  // Catches a verification that starts hours of training, and a second scale that gates as well.
  it('judges without a mode every scale that is to be judged, the first of which gates, and never trains `paper`', async () => {
    const root = await projectWith([]);
    const plans = await planScales(root, 'test', {});
    expect(plans.map(({ scale }) => scale)).toEqual(judgedScales);
    expect(plans.map(({ gates }) => gates)).toEqual(judgedScales.map((_, index) => index === 0));
    for (const { scale, trains, audit } of plans) {
      expect(trains).toBe(scale !== 'paper');
      expect(audit).toBeUndefined();
    }
    expect(await planRun(root, 'paper', {})).toMatchObject({ scale: 'paper', gates: true, trains: true });
  });

  it('plans a scale for every study, or for the one that the mode names, and says how each record stands', async () => {
    const root = await projectWith(smoke.slice(0, 2));
    const all = await planOf([study, plantedStudy], root, 'smoke', {});
    expect(all.map((plan) => [plan.study, plan.gates])).toEqual([
      [study.name, true],
      ['planted', true],
    ]);
    const [one, ...others] = await planOf([study, plantedStudy], root, 'planted/smoke', {});
    expect([one!.study, others]).toEqual(['planted', []]);
    const [{ records }] = all as [ScalePlan];
    expect(records).toHaveLength(31);
    expect(records[0]).toMatchObject({ name: 'initialisation', status: 'missing' });
    expect(records[1]).toMatchObject({ name: runName(smoke[0]!), status: 'valid', reason: '' });
    expect(records.at(-1)).toMatchObject({ status: 'missing', reason: 'no record is stored' });
    for (const { seconds } of records) expect(seconds).toBeGreaterThan(0);
  });

  it('keeps computed runs in the project, or where RUN_CACHE says', async () => {
    const root = await projectWith([]);
    expect((await planRun(root, 'smoke', {})).cacheFolder).toBe(join(root, '.cache', 'runs', study.name));
    expect((await planRun(root, 'smoke', { RUN_CACHE: '/shared' })).cacheFolder).toBe(
      join('/shared', study.name),
    );
  });

  it('keeps records and runs in progress of another REPORTS folder apart', async () => {
    const root = await projectWith(smoke.slice(0, 3), 'elsewhere');
    const [here, there] = await Promise.all(
      [{}, { REPORTS: 'elsewhere' }].map((environment) => planRun(root, 'smoke', environment)),
    );
    expect([pending(here!).length, pending(there!).length]).toEqual([30, 27]);
    expect(there!.store.folder).toBe(join(root, 'elsewhere', study.name));
  });

  it('leans on no record of another engine', async () => {
    const plan = await planRun(await projectWith(smoke), 'smoke', { ENGINE: 'cpu' });
    expect(plan.engine).toBe('cpu');
    expect(pending(plan)).toHaveLength(30);
    expect(plan.audit).toBeUndefined();
  });

  it('takes an empty ENGINE, as CI sets it, for none', async () => {
    expect((await planRun(await projectWith([]), 'smoke', { ENGINE: '' })).engine).toBe('wasm');
  });

  it.each<[string, string, Record<string, string>, string]>([
    [
      'mode',
      'fast',
      {},
      '--mode needs one of smoke, quick, paper, or <study>/<scale> for one of the studies relu-versus-sigmoid, got fast',
    ],
    ['study', 'planted/smoke', {}, 'got planted/smoke'],
    ['scale of a study', 'relu-versus-sigmoid/fast', {}, 'got relu-versus-sigmoid/fast'],
    ['engine', 'smoke', { ENGINE: 'abacus' }, 'ENGINE needs one of wasm, tensorflow, cpu, got abacus'],
    ['audited run', 'smoke', { AUDIT: 'relu-depth-9-seed-1' }, 'AUDIT needs a run with valid evidence'],
    [
      'audited run',
      'smoke',
      { AUDIT: 'relu-depth-9-seed-1' },
      'got relu-depth-9-seed-1, which is no run of relu-versus-sigmoid, smoke',
    ],
    [
      'audited run without a record',
      'smoke',
      { AUDIT: 'sigmoid-depth-1-seed-1' },
      'got sigmoid-depth-1-seed-1, whose record is missing',
    ],
  ])('refuses an unknown %s, naming it and what is needed', async (_, mode, environment, message) => {
    const root = await projectWith(smoke.slice(0, 1));
    await expect(planRun(root, mode, environment)).rejects.toThrow(message);
    await expect(planRun(root, mode, environment)).rejects.toBeInstanceOf(RangeError);
  });
});

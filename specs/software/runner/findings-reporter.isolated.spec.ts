/** The reporter on made-up test runs: what it writes, and that it writes no findings of rules that nobody registered. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';
import { judgeAll } from '../../../src/judging/judge-all.ts';
import { requireRegistered } from '../../../src/judging/registration.ts';
import type { Outcome } from '../../../src/judging/verdict.ts';
import type { Whole } from '../../../src/runner/completeness.ts';
import { FindingsReporter } from '../../../src/runner/findings-reporter.ts';
import { dealtTo } from '../../../src/runner/plan-order.ts';
import { recordNames } from '../../../src/runner/projects.ts';
import type { ModuleReport } from '../../../src/runner/scale-result.ts';
import { passing, plan as planWithoutChecks } from '../../support/planted-plan.ts';
import { evidenceFor } from '../../support/planted-report.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runName } from '../../support/this-study.ts';

vi.mock('../../../src/judging/registration.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../../../src/judging/registration.ts')>()),
  requireRegistered: vi.fn(async () => {}),
}));

const checks = { draw: 'd', networks: [], images: 1, prefixes: [], probes: [] };
const plan = { ...planWithoutChecks, spotChecks: [checks] };

const loaded = {
  codeNow: () => ({ digest: 'c', changedAt: 0, changed: '' }),
  isUnchanged: async () => true,
  startedAt: 1,
  node: '',
};

const FAULT = 'The study or a rule is not the registered one: its digest is 1, registered is 2.';

/** A spec file as Vitest hands it over. */
const moduleOf = ({ project, failed, metas }: ModuleReport) =>
  ({
    project: { name: project },
    moduleId: `/here/specs/${project}.spec.ts`,
    state: () => (failed ? 'failed' : 'passed'),
    errors: () => [],
    children: {
      allTests: () =>
        metas.map((meta) => ({
          meta: () => Object.assign(meta, { code: meta.code ?? 'c' }),
          result: () => ({ state: 'passed', errors: [] }),
          diagnostic: () => undefined,
          options: {},
        })),
    },
  }) as unknown as TestModule;

/** What judges, taking part without a verdict of its own: the reporter judges itself where it has all evidence. */
const judging: ModuleReport = { project: 'hypotheses', failed: false, errors: [], metas: [{}] };

/** What checked every stored record. */
function checkedOf(outcome: Outcome): ModuleReport {
  const { records, probe } = evidenceFor(outcome);
  const metas = [
    ...records.map(({ run, digest }) => ({ spotCheck: { what: `weights of ${runName(run)}`, digest } })),
    { spotCheck: { what: 'probe of relu-depth-4-seed-7', digest: probe.digest } },
  ];
  return { ...judging, project: 'spot-checks-1', metas };
}
const checked = checkedOf('supported');

const whole = (outcome: Outcome = 'supported') => [...passing(outcome), checkedOf(outcome), judging];
const expected = whole().map(({ project }) => `${project} specs/${project}.spec.ts`);

/** Reports a test run on planted evidence, of which whatever is not given took no part. */
async function report(
  reports: readonly ModuleReport[] = whole(),
  config: object = {},
  now: Partial<Whole> = {},
  meanwhile: () => void = () => {},
) {
  const folder = await temporaryFolder();
  const said: string[] = [];
  const reporter = new FindingsReporter(
    [{ ...plan, store: { ...plan.store, folder: join(folder, plan.study) } }],
    { specs: expected, order: recordNames(plan), code: 'c', ...loaded, root: process.cwd(), ...now },
  );
  reporter.onInit({
    config: { root: process.cwd(), reporters: [], ...config },
    logger: { log: (line: string) => said.push(line) },
  } as unknown as Vitest);
  process.exitCode = undefined;
  const reason = 'bail' in config ? 'interrupted' : 'passed';
  const ending = reporter.onTestRunEnd(reports.map(moduleOf), [], reason);
  meanwhile();
  await ending;
  const result = JSON.parse(await readFile(join(folder, 'session.json'), 'utf8'));
  const own = await readdir(join(folder, plan.study)).catch(() => []);
  return {
    files: [...own, ...(await readdir(folder)).filter((name) => name !== plan.study)],
    said: said.join('\n'),
    result,
    code: process.exitCode,
  };
}

describe('FindingsReporter', () => {
  const before = process.exitCode;
  afterEach(() => {
    process.exitCode = before;
    vi.mocked(requireRegistered).mockReset();
  });

  it('writes findings, results and figures of complete evidence under registered rules', async () => {
    const { files, said, result, code } = await report();
    expect(files.sort()).toEqual(['figures', 'findings.md', 'results.json', 'session.json']);
    expect(said).toContain('H1 (gate) SUPPORTED');
    expect([result.conclusion, result.problems, code]).toEqual(['supported', [], 0]);
  });

  it.each([
    ['supported', 0],
    ['refuted', 3],
    ['inconclusive', 4],
  ] as const)(
    'ends as documented where everything took part and the gate is %s: with %i',
    async (outcome, code) => {
      const ended = await report(whole(outcome));
      expect([ended.result.conclusion, ended.code]).toEqual([outcome, code]);
      expect(ended.files).toContain('findings.md');
    },
  );

  // Whatever the evidence says: a verdict without properties, or without one run, is none.
  it.each(['properties', 'hypotheses', 'relu-depth-1-seed-1', 'initialisation'])(
    'gives no verdict and writes no findings where %s took no part',
    async (absent) => {
      for (const outcome of ['supported', 'refuted'] as const) {
        const { files, said, result, code } = await report(
          whole(outcome).filter(({ project }) => project !== absent),
        );
        expect(files).toEqual(['session.json']);
        expect(said).toContain(`PARTIAL: 1 of 34 spec files took no part, ${absent} `);
        expect([result.conclusion, code]).toEqual(['partial', 6]);
      }
    },
  );

  // Catches shards that lean on records which those that were dealt the checks did not have.
  it.each([
    ['relu-depth-8-seed-1', checked.metas.slice(1)],
    ['initialisation', checked.metas.slice(0, -1)],
  ])('gives no verdict on stored records of which nobody checked one: %s', async (name, metas) => {
    const some = { ...checked, metas };
    const reports = whole().map((each) => (each.project === 'spot-checks-1' ? some : each));
    const { files, said, result, code } = await report(reports);
    expect(files).toEqual(['session.json']);
    expect(said).toMatch(new RegExp(`1 stored records of .* were checked by nobody, ${name} among them`));
    expect([result.conclusion, code]).toEqual(['evidence', 5]);
  });

  // Catches a record that is exchanged for another while tests run: what was judged has to be what was checked.
  it('gives no verdict on records other than those that were checked', async () => {
    const reports = [...passing('supported'), checkedOf('refuted'), judging];
    const { files, result, code } = await report(reports);
    expect(files).toEqual(['session.json']);
    expect([result.conclusion, code]).toEqual(['evidence', 5]);
  });

  it('gives no verdict where specs came to another than the records that were handed over', async () => {
    const [verdict] = judgeAll(evidenceFor('refuted'));
    const reports = whole().map((each) =>
      each === judging ? { ...judging, metas: [{ verdict: verdict! }] } : each,
    );
    const { said, result, code } = await report(reports);
    expect(said).toContain('PROBLEM: the verdict on H1 is not that of the records which took part');
    expect([result.conclusion, code]).toEqual(['evidence', 5]);
  });

  // Catches a blob that consists of a verdict: no gate counts without the records that it is of.
  it('gives no verdict where specs handed over verdicts and no records', async () => {
    const verdicts = judgeAll(evidenceFor('supported')).map((verdict) => ({ verdict }));
    const bare = whole().map((each) => ({ ...each, metas: each === judging ? verdicts : [{}] }));
    const { files, said, result, code } = await report(bare);
    expect(files).toEqual(['session.json']);
    expect(said).toContain('PARTIAL: not every record of relu-versus-sigmoid, quick was handed over');
    expect([result.conclusion, code]).toEqual(['partial', 6]);
  });

  it('gives no verdict where packages that compute were exchanged meanwhile', async () => {
    const isUnchanged = vi.fn(async () => false);
    const { files, said, code } = await report(whole(), {}, { isUnchanged });
    expect(isUnchanged).toHaveBeenCalledWith(plan.store.fingerprint);
    expect(files).toEqual(['session.json']);
    expect(said).toContain('PARTIAL: packages that compute were changed while this ran.');
    expect(code).toBe(6);
  });

  it('is no pass where another reporter failed while this one was at work', async () => {
    const { code } = await report(whole(), {}, {}, () => (process.exitCode = 1));
    expect(code).toBe(1);
  });

  // The merge of shards sees their tests alone, and the code only as it is by then.
  it('tells a shard’s blob that the code was changed while it ran, before anything is awaited', async () => {
    const shard = { index: 1, count: 1 };
    const reports = whole().map((each) => ({ ...each, metas: each.metas.map((meta) => ({ ...meta })) }));
    const codes: unknown[] = [];
    const changed = { digest: 'c', changedAt: 2, changed: 'src/a.ts' };
    await report(reports, { shard, reporters: [['blob', {}]] }, { codeNow: () => changed }, () =>
      codes.push(...reports.flatMap(({ metas }) => metas.map(({ code }) => code))),
    );
    expect(codes.length).toBeGreaterThan(33);
    for (const code of codes) expect(code).toMatch(/^the code was changed while this ran/);
  });

  it('gives no verdict and writes no findings where a property failed', async () => {
    const reports = whole().map((each) => (each.project === 'properties' ? { ...each, failed: true } : each));
    const { files, result, code } = await report(reports);
    expect(files).toEqual(['session.json']);
    expect([result.conclusion, code]).toEqual(['failed', 1]);
  });

  it('leaves a fault alone that Vitest found itself', async () => {
    const folder = await temporaryFolder();
    const reporter = new FindingsReporter(
      [{ ...plan, store: { ...plan.store, folder: join(folder, plan.study) } }],
      { specs: expected, order: recordNames(plan), code: 'c', ...loaded, root: process.cwd() },
    );
    reporter.onInit({
      config: { root: process.cwd(), reporters: [] },
      logger: { log: () => {} },
    } as unknown as Vitest);
    process.exitCode = 1;
    await reporter.onTestRunEnd(whole().map(moduleOf), [], 'passed');
    expect(process.exitCode).toBe(1);
  });

  it('concludes where a failure stopped the test run, as `--bail` has it', async () => {
    const { said, code, result } = await report(whole('refuted').slice(0, -2), { bail: 1 });
    expect(said).toContain('took no part');
    expect([code, result.conclusion]).toEqual([6, 'partial']);
  });

  it('says nothing where a hand stopped it', async () => {
    await expect(report(whole(), { bail: 0 })).rejects.toThrow('session.json');
  });

  it('takes back the words of an earlier test run as soon as one starts', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'session.json'), '{"schema":4,"conclusion":"supported","exitCode":0}');
    const reporter = new FindingsReporter(
      [{ ...plan, store: { ...plan.store, folder: join(folder, plan.study) } }],
      { specs: expected, order: recordNames(plan), code: 'c', ...loaded, root: process.cwd() },
    );
    await reporter.onTestRunStart([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a shard for one that did all it was dealt and leaves its blob, and no other for whole', async () => {
    const shard = { index: 1, count: 3 };
    const dealt = dealtTo(shard, expected, recordNames(plan)).map((spec) => spec.split(' ')[0]);
    const some = whole().filter(({ project }) => dealt.includes(project));
    const blob = [['default', {}], ['blob', {}]]; // biome-ignore format: pairs
    const ended = async (reports: readonly ModuleReport[], reporters: unknown) => {
      const { result, code, files } = await report(reports, { shard, reporters });
      expect(files).toEqual(['session.json']);
      return [result.conclusion, code];
    };
    expect(await ended(some, blob)).toEqual(['shard', 0]);
    expect(await ended(some, blob.slice(0, 1))).toEqual(['partial', 6]);
    expect(await ended(some.slice(1), blob)).toEqual(['partial', 6]);
  });

  // As at the scale whose records are one spec file: a verdict comes with the merge, and so does who checked what.
  it('lets no shard judge, though it was dealt all records of a scale', async () => {
    const shard = { index: 1, count: 1 };
    const unchecked = whole().map((each) =>
      each.project === 'spot-checks-1' ? { ...each, metas: checked.metas.slice(1) } : each,
    );
    for (const dealt of [whole(), unchecked]) {
      const { result, code, files } = await report(dealt, { shard, reporters: [['blob', {}]] });
      expect(files).toEqual(['session.json']);
      expect([result.conclusion, code]).toEqual(['shard', 0]);
    }
    const merged = await report(unchecked, { shard, mergeReports: '.vitest-reports' });
    expect(merged.result.conclusion).toBe('evidence');
  });

  // Catches a verdict that is lost because it cannot be kept.
  it('says what was found where nothing can be written, and is no pass', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, plan.study, 'results.json'), { recursive: true }); // in the place of the file
    const said: string[] = [];
    const reporter = new FindingsReporter(
      [{ ...plan, store: { ...plan.store, folder: join(folder, plan.study) } }],
      { specs: expected, order: recordNames(plan), code: 'c', ...loaded, root: process.cwd() },
    );
    reporter.onInit({
      config: { root: process.cwd(), reporters: [] },
      logger: { log: (line: string) => said.push(line) },
    } as unknown as Vitest);
    process.exitCode = undefined;
    await reporter.onTestRunEnd(whole().map(moduleOf), [], 'passed');
    expect(said.join('\n')).toMatch(/H1 \(gate\) SUPPORTED[\s\S]*PROBLEM: EISDIR.*need room and permission/);
    expect(process.exitCode).toBe(1);
  });

  it('gives no verdict on properties of which FC_PATH left one case', async () => {
    vi.stubEnv('FC_PATH', '0:0');
    const { result, code, said } = await report();
    vi.unstubAllEnvs();
    expect([result.conclusion, code]).toEqual(['partial', 6]);
    expect(said).toContain('Set: FC_PATH=0:0.');
  });

  it('writes no findings of rules that nobody registered, says why, and ends as for bad evidence', async () => {
    vi.mocked(requireRegistered).mockRejectedValueOnce(new Error(FAULT));
    const { files, said, result, code } = await report();
    expect(files).toEqual(['session.json']);
    expect(said).toContain(`PROBLEM: ${FAULT}`);
    expect(said).toContain('Findings: not written');
    expect([result.conclusion, result.problems, code]).toEqual(['evidence', [FAULT], 5]);
  });

  it('counts no verdict of such rules either where runs did not take part', async () => {
    vi.mocked(requireRegistered).mockRejectedValueOnce(new Error(FAULT));
    const verdict = judgeAll(evidenceFor('supported'))[0]!;
    const judged = { project: 'hypotheses', failed: false, errors: [], metas: [{ verdict }] };
    const { result, code } = await report([judged]);
    expect([result.conclusion, result.problems, code]).toEqual(['evidence', [FAULT], 5]);
  });

  it('does not ask for the registration where nothing is judged', async () => {
    vi.mocked(requireRegistered).mockRejectedValueOnce(new Error(FAULT));
    const { files, result } = await report(whole().slice(0, 1));
    expect(files).toEqual(['session.json']);
    expect(result.problems).toEqual([]);
  });
});

/** What CI gates on: real test runs, on planted records that this code takes for valid, and the codes they end with. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/judging/verdict.ts';
import { fingerprintOf } from '../../../src/records/fingerprint.ts';
import type { Fingerprint } from '../../../src/records/fingerprint-schema.ts';
import { probeJob, runJob } from '../../../src/records/job.ts';
import { writeStored } from '../../../src/records/store.ts';
import { VARIABLES } from '../../../src/runner/settings-in-force.ts';
import { reluVersusSigmoid } from '../../../src/studies/relu-versus-sigmoid/study.ts';
import { type Run, runName, runsOf } from '../../../src/study.ts';
import { filesOfRecord, plantedProbe, plantedRecord } from '../../support/planted-evidence.ts';
import { evidenceFor } from '../../support/planted-report.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const study = reluVersusSigmoid;
/** One at which nobody has to have registered what is judged: these ask for codes, not for verdicts. */
const SCALE = 'smoke';
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

describe('vitest run', () => {
  let today: Fingerprint;
  beforeAll(async () => {
    today = await fingerprintOf('wasm');
  });

  /** A reports folder whose records lead to this outcome of the gate. */
  async function reportsFor(outcome: Outcome): Promise<string> {
    const reports = await temporaryFolder();
    const store = { folder: join(reports, study.name), fingerprint: today };
    const { records } = evidenceFor(outcome, SCALE);
    // The test run that reads them has the study's own grid, which may be larger than that of specs.
    for (const run of runsOf(study, SCALE)) {
      const planted = records.find((record) => runName(record.run) === runName(run));
      const record = plantedRecord(run, planted?.epochs.at(-1)?.testAccuracy ?? 0.4, today);
      await writeStored(store, runJob(study, run), filesOfRecord(record));
    }
    const probe = plantedProbe(SCALE, ({ depth, seed }) => 0.1 / (depth + seed), today, undefined, study);
    await writeStored(store, probeJob(study, SCALE), filesOfRecord(probe));
    return reports;
  }

  /** Judges the records of a reports folder in a test run of its own. */
  function judge(reports: string, ...options: string[]) {
    return vitest(
      { REPORTS: relative(ROOT, reports) },
      '--mode',
      SCALE,
      '--project',
      'hypotheses',
      ...options,
    );
  }

  async function vitest(
    variables: Readonly<Record<string, string>>,
    ...options: string[]
  ): Promise<{ code: number | null; said: string }> {
    // Nor of what this very test run was told: each asks for what it says, and for nothing else.
    const told = ['VITEST', ...VARIABLES];
    const environment = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !told.includes(name)),
    );
    const child = spawn(process.execPath, [VITEST, 'run', ...options], {
      cwd: ROOT,
      env: { ...environment, ...variables },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
  }

  // Catches a gate that is talked into passing: each of these once ended with 0, and some with "supported".
  it.each([
    ['a filter that fits nothing', ['h1-typo']],
    ['a name that no test has', ['-t', 'no-such-name']],
    ['changed files alone, of which there are none', ['--changed', 'HEAD']],
    [
      'another reporter, and all but the hypotheses excluded',
      ['--reporter=dot', '--exclude', '**/properties/**'],
    ],
    ['the hypotheses alone, on good evidence', []],
  ])('ends with 6 and writes no findings for %s', async (_, options) => {
    const reports = await reportsFor('supported');
    const { code, said } = await judge(reports, ...options);
    expect(said).toContain(
      'Conclusion: nothing failed, and too little took part for a verdict (exit code 6)',
    );
    expect(code).toBe(6);
    expect(await readdir(join(reports, study.name))).not.toContain('findings.md');
    const session = JSON.parse(await readFile(join(reports, 'session.json'), 'utf8'));
    expect(session).toMatchObject({ conclusion: 'partial', exitCode: 6, problems: [] });
    expect(session.settings).toEqual([
      `REPORTS=${relative(ROOT, reports)}`,
      `arguments ${['--mode', SCALE, '--project', 'hypotheses', ...options].join(' ')}`,
    ]);
  });

  // Vitest says 1 of its own where it finds no test file; neither that nor anything else is a pass.
  it.each([[['--exclude', '**']], [['--exclude', '**', '--passWithNoTests']]])(
    'never ends with 0 where nothing ran: %s',
    async (options) => {
      const { code, said } = await vitest({ REPORTS: relative(ROOT, await temporaryFolder()) }, ...options);
      expect(said).toContain('spec files took no part');
      expect(code).toBe(6);
    },
  );

  // Catches a request that Vitest cannot meet and ends with 0, before any reporter hears of an end.
  it.each([
    ['lines that Vitest does not understand', 'specs/software/judging/decide.spec.ts:3-9'],
    ['a cache that is only cleared', '--clearCache'],
  ])('ends with 1 for %s, and leaves no words of an earlier test run', async (_, request) => {
    const reports = await temporaryFolder();
    const earlier = { schema: 4, conclusion: 'supported', exitCode: 0 };
    await writeFile(join(reports, 'session.json'), JSON.stringify(earlier));
    const { code, said } = await vitest({ REPORTS: relative(ROOT, reports) }, '--mode', SCALE, request);
    expect(said).not.toContain('Conclusion');
    expect(code).toBe(1);
    expect(await readdir(reports)).toEqual([]);
  });

  it('ends with 5 when a record was edited, or the weights of one altered, and says which', async () => {
    const reports = await reportsFor('supported');
    const edited = join(reports, study.name, 'runs', SCALE, 'relu-depth-8-seed-1.json');
    await writeFile(edited, (await readFile(edited, 'utf8')).replace('"seed": 1', '"seed": 2'));
    const altered = join(reports, study.name, 'weights', SCALE, 'relu-depth-6-seed-2.safetensors');
    await writeFile(altered, Buffer.concat([await readFile(altered), Buffer.from(' ')]));
    const { code, said } = await judge(reports);
    expect(said).toContain('2 of 31 records are not valid evidence');
    expect(said).toContain('relu-depth-8-seed-1 is invalid');
    expect(said).toMatch(/relu-depth-6-seed-2 is invalid \([^;]*says that its weights have SHA-256/);
    expect(code).toBe(5);
  });

  // Sealed with all care, and consistent: only computing again shows that nobody trained these networks.
  it('ends with 5 when records were made up, once their networks are asked, and says which', async () => {
    const reports = await reportsFor('supported');
    const { code, said } = await judge(reports, '--project', 'spot-checks-1');
    expect(said).toMatch(
      /PROBLEM: spot-checks-1: the file of weights of .*smoke\/\w+-depth-\d-seed-\d needs conv1.weight of shape/,
    );
    expect(said).toContain('Findings: not written');
    expect(code).toBe(5);
  });

  it('ends with 5 when a record in the run cache was made up, though none is stored', async () => {
    const [reports, cache] = [await temporaryFolder(), await temporaryFolder()];
    const run: Run = { scale: 'smoke', activation: 'relu', depth: 1, seed: 1 };
    const key = createHash('sha256').update(JSON.stringify(today)).digest('hex').slice(0, 16);
    const store = { folder: join(cache, study.name, key), fingerprint: today };
    await writeStored(store, runJob(study, run), filesOfRecord(plantedRecord(run, 0.5, today)));
    const { code, said } = await vitest(
      { REPORTS: relative(ROOT, reports), RUN_CACHE: cache },
      ...['--mode', 'smoke', '--project', 'relu-depth-1-seed-1'],
    );
    expect(said).toContain('relu-depth-1-seed-1: in the run cache, its record is missing');
    expect(said).toMatch(
      /PROBLEM: relu-depth-1-seed-1: the file of weights of .* needs conv1\.weight of shape/,
    );
    expect(code).toBe(5);
  });

  it('ends with 5, and one clear message, where there is no dataset', async () => {
    const variables = { CIFAR10_CACHE: await temporaryFolder(), CIFAR10_SOURCE: '/no/such/folder' };
    const { code, said } = await vitest(variables, '--mode', SCALE, '--project', 'relu-depth-1-seed-1');
    expect(said).toContain('loadCifar10: /no/such/folder is missing');
    expect(said).not.toMatch(/Conclusion|Unhandled| {4}at /);
    expect(code).toBe(5);
  });

  it('ends with 2 when it is asked for what there is not', async () => {
    const { code, said } = await vitest({}, '--mode', 'fast');
    expect(said).toMatch(/--mode needs one of smoke, quick, paper, or .*, got fast/);
    expect(code).toBe(2);
  });
});

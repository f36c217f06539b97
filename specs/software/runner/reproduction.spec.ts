import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestModule } from 'vitest/node';
import type { Fingerprint } from '../../../src/records/fingerprint-schema.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import { writeStored } from '../../../src/records/store.ts';
import { compareWithCommitted as compare } from '../../../src/runner/compare-with-committed.ts';
import {
  faultsOf,
  projectsOf,
  REPRODUCTION,
  requestOf,
  startFromNothing,
} from '../../../src/runner/reproduction.ts';
import {
  filesOfRecord,
  plantedFingerprint,
  plantedProbe,
  plantedRecord,
} from '../../support/planted-evidence.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runJob, runName, runsOf, study } from '../../support/this-study.ts';

const runs = runsOf('smoke');
const elsewhere: Fingerprint = { ...plantedFingerprint, engine: 'cpu', platform: 'one thread' };
const asked = (args: string, engine?: string) =>
  requestOf(`--scale smoke ${args}`.trim().split(' '), { ENGINE: engine });

const probeText = (fingerprint: Fingerprint) =>
  formatSealed(plantedProbe('smoke', ({ depth, seed }) => 0.1 / (depth + seed), fingerprint));

/** Stores every smoke run, with this accuracy, and the probe's text; `folder` is `…/runs/<variant>`. */
async function fill(
  folder: string,
  accuracy: number,
  fingerprint = plantedFingerprint,
  probe = probeText(fingerprint),
): Promise<void> {
  const store = { folder: join(folder, '..', '..'), fingerprint };
  for (const run of runs) {
    await writeStored(
      store,
      runJob(run),
      filesOfRecord(plantedRecord(run, accuracy + run.seed / 100, fingerprint)),
    );
  }
  await writeFile(join(folder, 'initialisation.json'), probe);
}

/** As if the code were the one of the planted records, of either engine. */
const compareWithCommitted = (root: string, request: ReturnType<typeof requestOf>) =>
  compare(root, request, request.engine === 'cpu' ? elsewhere : plantedFingerprint);

const committed = (root: string, variant = 'smoke') => join(root, 'reports', study.name, 'runs', variant);
const own = (root: string, variant = 'smoke') =>
  join(root, REPRODUCTION.reports, study.name, 'runs', variant);

describe('faultsOf', () => {
  const module = (name: string, state: string, how?: 'trained' | 'cached') => {
    const record = { name, texts: {}, obtained: how && { how, reason: '' } };
    const children = { allTests: () => [{ meta: () => ({ record }) }] };
    return { project: { name }, state: () => state, children } as unknown as TestModule;
  };

  it('finds none where all was trained, whatever the verdicts', () => {
    expect(faultsOf([module('a', 'passed', 'trained'), module('hypotheses', 'failed')], asked(''))).toEqual(
      [],
    );
  });

  // Catches copies of committed records, put there while it ran, that compare as equal: nothing was trained.
  it('finds a record that was put there, unless it goes on with what it finds', () => {
    const there = [module('a', 'passed'), module('b', 'passed', 'cached')];
    expect(faultsOf(there, asked(''))).toEqual(
      ['a', 'b'].map((name) => `${name} was not trained here: its record was put there meanwhile`),
    );
    expect(faultsOf(there, asked('--resume'))).toEqual([]);
  });

  it('finds an audit that failed, also when it goes on with what it finds', () => {
    expect(faultsOf([module('a', 'failed')], asked('--resume'))).toEqual(['a failed, as said above']);
  });
});

describe('requestOf', () => {
  it('asks for the whole of quick, from nothing, on the default engine, unless told otherwise', () => {
    expect(requestOf([], {})).toEqual({
      study,
      scale: 'quick',
      engine: 'wasm',
      runs: runsOf('quick'),
      resume: false,
      afresh: false,
    });
  });

  it('takes a scale, an engine, a selection and the wish to resume', () => {
    const request = asked('--activation relu --depth 8 --seed 2 --resume', 'cpu');
    expect(request).toEqual({
      study,
      scale: 'smoke',
      engine: 'cpu',
      runs: [{ scale: 'smoke', activation: 'relu', depth: 8, seed: 2 }],
      resume: true,
      afresh: false,
    });
  });

  it.each([
    ['--depht 8', "Unknown option '--depht': the options are --study <value>, --scale <value>, "],
    ['--depth 3', 'got --depth 3'],
    ['--scale fast', 'got fast'],
    ['--study tanh', '--study needs one of relu-versus-sigmoid, why-sigmoid-lags, got tanh'],
    ['--resume --afresh', 'exclude each other'],
    ['quick', "Unexpected argument 'quick': the options are --study <value>, "],
  ])('refuses %s', (args, message) => {
    expect(() => requestOf(args.split(' '), {})).toThrow(message);
  });

  // Catches `npm run reproduce --depth 1`, of which npm hands on nothing: it would train everything.
  it('refuses what npm kept for itself', () => {
    expect(() => requestOf([], { npm_config_depth: '1' })).toThrow('npm run <command> -- --depth …');
  });
});

describe('projectsOf', () => {
  it('judges when every run is trained, and only then', () => {
    expect(projectsOf(asked(''))).toEqual([...runs.map(runName), 'initialisation', 'hypotheses']);
    expect(projectsOf(asked('--seed 1 --depth 1'))).toEqual([
      'relu-depth-1-seed-1',
      'sigmoid-depth-1-seed-1',
    ]);
  });
});

describe('startFromNothing', () => {
  // Catches a trial of seconds that removes hours of another scale's training.
  it('removes the runs of an earlier reproduction that are asked for, finished or not, and nothing else', async () => {
    const root = await temporaryFolder();
    const [asked1, other] = ['relu-depth-1-seed-1', 'relu-depth-1-seed-2'];
    const cache = join(REPRODUCTION.cache, 'runs', study.name, 'key');
    const reports = join(REPRODUCTION.reports, study.name);
    const left = [
      join(cache, 'checkpoints', 'smoke', `${asked1}.checkpoint`),
      join(cache, 'runs', 'smoke', `${asked1}.json`),
      join(cache, 'weights', 'smoke', `${asked1}.safetensors`),
      join(reports, 'runs', 'smoke', `${asked1}.json`),
      join(reports, 'runs', 'smoke', 'provenance', `${asked1}.json`),
      join(reports, 'weights', 'smoke', `${asked1}.safetensors`),
    ];
    const leftByAll = [
      join(reports, 'runs', 'smoke', `${other}.json`),
      join(reports, 'runs', 'smoke', 'initialisation.json'),
    ];
    const kept = [
      join('reports', study.name, 'runs', 'smoke', `${asked1}.json`),
      join(REPRODUCTION.cache, 'lock'),
      join(cache, 'checkpoints', 'paper', `${asked1}.checkpoint`),
      join(reports, 'runs', 'quick', `${asked1}.json`),
      join(reports, 'weights', 'quick', `${asked1}.safetensors`),
    ];
    for (const name of [...left, ...leftByAll, ...kept]) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), '');
    }
    const files = async () =>
      (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
        .length;
    await startFromNothing(root, asked('--resume'));
    expect(await files()).toBe(13);
    await startFromNothing(root, asked('--activation relu --depth 1 --seed 1'));
    expect(await files()).toBe(7);
    await startFromNothing(root, asked(''));
    expect(await files()).toBe(5);
    await startFromNothing(root, asked('')); // nothing there is nothing to complain of
  });
});

describe('startFromNothing, where a link leads out of its folders', () => {
  // Catches committed records that are deleted through it, and then compared with themselves; Git shows no such link.
  it.each([
    ['the folder', REPRODUCTION.reports, 'reports'],
    ['a study in it', join(REPRODUCTION.reports, study.name), join('reports', study.name)],
    ['the run cache', REPRODUCTION.cache, join('.cache', 'other')],
  ])('deletes nothing and names both: %s', async (_, link, target) => {
    const root = await temporaryFolder();
    const record = join(root, target, 'runs', 'smoke', 'relu-depth-1-seed-1.json');
    await mkdir(dirname(record), { recursive: true });
    await mkdir(join(root, target, 'runs', study.name, 'key'), { recursive: true });
    await writeFile(record, '');
    await mkdir(dirname(join(root, link)), { recursive: true });
    await symlink(join(root, target), join(root, link));
    for (const args of ['', '--resume']) {
      await expect(startFromNothing(root, asked(args))).rejects.toThrow(
        new RegExp(`leads to .*${target}.*needs folders of its own, delete the link`),
      );
    }
    expect(await readdir(dirname(record))).toHaveLength(1);
  });
});

describe('startFromNothing, at a scale that takes hours', () => {
  it('deletes nothing unless it is told to', async () => {
    const root = await temporaryFolder();
    const left = join(root, REPRODUCTION.cache, 'runs', study.name, 'key', 'checkpoints', 'paper');
    await mkdir(left, { recursive: true });
    await writeFile(join(left, 'relu-depth-1-seed-1.checkpoint'), '');
    const paper = (args: string) =>
      requestOf(`--scale paper --depth 1 --seed 1 ${args}`.trim().split(' '), {});
    await expect(startFromNothing(root, paper(''))).rejects.toThrow(
      /left hours of training \(.*relu-depth-1-seed-1\.checkpoint\): add --resume .* or --afresh/,
    );
    await startFromNothing(root, requestOf('--scale paper --depth 8 --seed 1'.split(' '), {})); // of others nothing is left
    expect(await readdir(left)).toHaveLength(1);
    await startFromNothing(root, paper('--afresh'));
    expect(await readdir(left)).toEqual([]);
  });
});

describe('compareWithCommitted', () => {
  it('agrees when every record and the probe are the committed ones', async () => {
    const root = await temporaryFolder();
    await Promise.all([committed(root), own(root)].map((folder) => fill(folder, 0.5)));
    const { text, agrees } = await compareWithCommitted(root, asked(''));
    expect(agrees).toBe(true);
    expect(text).toMatch(
      /^ Each run, trained just now, beside its record in reports.relu-versus-sigmoid.runs.smoke:\n/,
    );
    expect(text).toContain('30 of 30 runs have the recorded bits.');
    expect(text.split('\n')).toHaveLength(34); // headings, a line per run, the sum, the probe, and nothing else
    expect(text).toMatch(/\n The probe is bit-equal\.$/);
  });

  it('agrees with no committed record whose weights are cut or gone, and says so', async () => {
    const root = await temporaryFolder();
    await Promise.all([committed(root), own(root)].map((folder) => fill(folder, 0.5)));
    const name = runName(runs[0]!);
    const weights = join(committed(root), '../../weights/smoke', `${name}.safetensors`);
    await writeFile(weights, 'cut');
    const cut = await compareWithCommitted(root, asked(''));
    expect(cut.agrees).toBe(false);
    expect(cut.text).toContain(`${name}.json says that its weights have SHA-256`);
    await rm(weights);
    const gone = await compareWithCommitted(root, asked(''));
    expect(gone.agrees).toBe(false);
    expect(gone.text).toContain(`${name}.json has lost the file of its weights`);
  });

  it('does not agree when one record, or only the probe, differs', async () => {
    const root = await temporaryFolder();
    await Promise.all([committed(root), own(root)].map((folder) => fill(folder, 0.5)));
    await writeFile(join(own(root), 'initialisation.json'), 'other');
    const probe = await compareWithCommitted(root, asked(''));
    expect(probe.agrees).toBe(false);
    expect(probe.text).toContain('NOT BIT-EQUAL');
    await fill(own(root), 0.6);
    const { text, agrees } = await compareWithCommitted(root, asked('--seed 1'));
    expect(agrees).toBe(false);
    expect(text).toContain('0 of 10 runs have the recorded bits.');
    expect(text).not.toContain('initialisation');
    expect(text).toMatch(/recorded bits\.$/);
  });

  it('does not take an absent probe for an agreeing one', async () => {
    const root = await temporaryFolder();
    for (const folder of [committed(root), own(root)]) {
      await mkdir(folder, { recursive: true });
      for (const run of runs) {
        await writeFile(join(folder, `${runName(run)}.json`), formatSealed(plantedRecord(run, 0.5)));
      }
    }
    expect((await compareWithCommitted(root, asked(''))).agrees).toBe(false);
  });

  it('compares another engine with its own committed records if there are any, else with the default engine’s', async () => {
    const root = await temporaryFolder();
    await fill(committed(root), 0.5);
    await fill(own(root, 'smoke-cpu'), 0.5, elsewhere);
    const across = await compareWithCommitted(root, asked('', 'cpu'));
    expect(across.text).toMatch(/beside its record in reports.relu-versus-sigmoid.runs.smoke:/);
    expect(across.text).toContain('0 of 30 runs have the recorded bits');
    expect(across.text).not.toContain('initialisation are');
    expect(across.agrees).toBe(true);
    expect(across.text).toContain('Mean over an arm: largest difference');
    // A part of a scale is too little to compare another engine by.
    const part = await compareWithCommitted(root, asked('--depth 1', 'cpu'));
    expect(part.agrees).toBe(false);
    expect(part.text).toContain('Not comparable: another engine is compared on all 30 runs');
    await fill(committed(root, 'smoke-cpu'), 0.2, elsewhere);
    const within = await compareWithCommitted(root, asked('', 'cpu'));
    expect(within.agrees).toBe(false);
    expect(within.text).toMatch(/beside its record in reports.relu-versus-sigmoid.runs.smoke-cpu:/);
  });

  // Catches a forged record that names another engine, and would be spared the comparison of bits.
  it('takes no record of another engine than its folder’s', async () => {
    const root = await temporaryFolder();
    await fill(committed(root, 'smoke-cpu'), 0.5, elsewhere);
    for (const kind of ['runs', 'weights']) {
      const folder = join(committed(root), '..', '..', kind);
      await rename(join(folder, 'smoke-cpu'), join(folder, 'smoke'));
    }
    await fill(own(root), 0.5);
    const { text, agrees } = await compareWithCommitted(root, asked('--seed 1 --depth 1'));
    expect(agrees).toBe(false);
    expect(text).toContain('relu-depth-1-seed-1 is stale: engine cpu is now wasm; ');
  });

  it('names records that cannot be believed, and agrees with none of them', async () => {
    const root = await temporaryFolder();
    await Promise.all([committed(root), own(root)].map((folder) => fill(folder, 0.5)));
    await writeFile(join(committed(root), 'relu-depth-8-seed-1.json'), '{');
    await writeFile(join(own(root), 'relu-depth-8-seed-2.json'), '');
    const { text, agrees } = await compareWithCommitted(root, asked('--depth 8 --activation relu'));
    expect(agrees).toBe(false);
    expect(text).toMatch(/\n relu-depth-8-seed-1 is invalid: .*relu-depth-8-seed-1\.json is not JSON/);
    expect(text).toMatch(/\n relu-depth-8-seed-2 is invalid: .* is not JSON/);
    expect(text).toContain('1 of 3 runs have the recorded bits.');
  });

  // Catches a reproduction that was resumed after an edit, and in which nothing was trained.
  it('agrees with nothing that other code trained', async () => {
    const root = await temporaryFolder();
    await Promise.all([committed(root), own(root)].map((folder) => fill(folder, 0.5)));
    const edited = { ...plantedFingerprint, source: 'd'.repeat(64) };
    const { text, agrees } = await compare(root, asked('--depth 1'), edited);
    expect(agrees).toBe(false);
    expect(text).toContain('relu-depth-1-seed-1 is stale');
    expect(text).toContain('0 of 6 runs have the recorded bits.');
  });

  it('agrees with nothing where nothing is committed', async () => {
    const root = await temporaryFolder();
    await fill(own(root), 0.5);
    const { text, agrees } = await compareWithCommitted(root, asked('--depth 1'));
    expect(agrees).toBe(false);
    expect(text).toContain('NO VALID RECORD TO COMPARE WITH');
    expect(text.split('\n')).toHaveLength(9); // headings, a line for each of six runs, and the sum: no fault is made up
  });
});

import { describe, expect, it } from 'vitest';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { hasSimd } from '../../../src/engine/wasm/has-simd.ts';
import { diagnoses, diagnosesText, type Surroundings } from '../../../src/runner/diagnoses.ts';
import { plan } from '../../support/planted-plan.ts';

const whole: Surroundings = {
  node: '20.19.0',
  simd: true,
  cores: 2,
  memoryBytes: 8e9,
  cache: { folder: '/cache', freeBytes: 10e9 },
  datasetProblem: undefined,
  plans: [plan],
  obstacles: [],
  wasm: 'wasm 4.22.0 simd',
  tensorflow: 'tensorflow 2.21.0 cpu',
  kernelsCompiler: true,
  browser: '/usr/bin/chromium',
};
type Case = readonly [string, Partial<Surroundings>, 'absent' | 'lacking', RegExp, RegExp];
const changed = (more: Partial<Surroundings>) =>
  diagnoses({ ...whole, ...more }).filter(({ kind }) => kind !== 'well');

describe('diagnoses', () => {
  it('finds nothing amiss where all is there', () => {
    expect(changed({})).toEqual([]);
    expect(diagnosesText(diagnoses(whole)).split('\n')).toHaveLength(diagnoses(whole).length);
  });

  const problem = new DatasetError('missing', {
    file: 'data_batch_1.bin',
    expected: 'it',
    found: 'none',
    remedy: '',
  });
  const [first, ...others] = plan.records;
  const stale = {
    ...plan,
    records: [{ ...first!, status: 'stale' as const, reason: 'kernels changed' }, ...others],
  };
  const missing = {
    ...plan,
    records: [{ ...first!, status: 'missing' as const, reason: 'no record is stored' }, ...others],
  };

  it.each(['20.19.0', '22.12.0', '24.0.0', '26.1.0'])('takes Node %s', (node) =>
    expect(changed({ node })).toEqual([]),
  );

  it('does not ask for room that the dataset has taken already', () => {
    expect(changed({ cache: { folder: '/full', freeBytes: 0 } })).toEqual([]);
  });

  it.each<Case>([
    ...['18.20.1', '20.18.3', '21.7.3', '22.11.0', '23.1.0'].map(
      (node): Case => [`Node ${node}`, { node }, 'lacking', RegExp(node), /install Node 20\.19/],
    ),
    [
      'rules that nobody registered',
      { obstacles: ['take the change back'] },
      'lacking',
      /would come to no verdict/,
      /take the change back/,
    ],
    ['no SIMD', { simd: false }, 'lacking', /no SIMD/, /ENGINE=cpu/],
    [
      'little memory',
      { memoryBytes: 1.5e9 },
      'absent',
      /less per core than `paper` scale takes/,
      /--maxWorkers=1/,
    ],
    ['less memory', { memoryBytes: 0.9e9 }, 'absent', /less per core than training takes/, /--maxWorkers=1/],
    [
      'no room',
      { cache: { folder: '/full', freeBytes: 1e8 }, datasetProblem: problem },
      'lacking',
      /0\.1 GB free in \/full/,
      /CIFAR10_CACHE/,
    ],
    [
      'a dataset that fetching does not mend',
      { datasetProblem: new DatasetError('unreadable', { ...problem, remedy: 'look at the path' }) },
      'lacking',
      /data_batch_1\.bin cannot be used/,
      /look at the path/,
    ],
    [
      'a default engine that does not start',
      { wasm: new Error('no kernels') },
      'lacking',
      /does not start: no kernels/,
      /npm ci/,
    ],
    [
      'evidence that is gone, which no carry mends',
      { plans: [missing] },
      'absent',
      /is missing: no record is stored/,
      /^"git status" tells .* "git restore" brings them back; else `npm test` computes what lacks$/,
    ],
    [
      'no dataset',
      { datasetProblem: problem },
      'absent',
      /data_batch_1\.bin is missing/,
      /`npm test` fetches it/,
    ],
    [
      'stale evidence',
      { plans: [stale] },
      'absent',
      /1 of \d+ records do not hold; .* is stale: kernels changed/,
      /npm run carry/,
    ],
    [
      'stale evidence of a long scale',
      { plans: [{ ...stale, trains: false }] },
      'lacking',
      /stale/,
      /npx vitest run --mode .*\/quick/,
    ],
    [
      'an edited attestation',
      { plans: new Error('take it back') },
      'lacking',
      /cannot be read/,
      /take it back/,
    ],
    [
      'no native engine',
      { tensorflow: new Error('install it') },
      'absent',
      /does not start here/,
      /install it/,
    ],
    ['no compiler', { kernelsCompiler: false }, 'absent', /taken as committed/, /npm ci --prefix/],
    ['no browser', { browser: undefined }, 'absent', /no Chromium/, /apt-get install chromium/],
  ])('says of %s what is the matter and what to do', (_, more, kind, what, remedy) => {
    const found = changed(more).filter((one) => what.test(one.what));
    expect(found).toHaveLength(1);
    expect(found[0]).toEqual({
      kind,
      what: expect.stringMatching(what),
      remedy: expect.stringMatching(remedy),
    });
  });
});

describe('hasSimd', () => {
  it('holds on every Node that the suite runs on', () => expect(hasSimd()).toBe(true));
});

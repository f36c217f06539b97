// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are source
/** What makes recorded runs stale, and what leaves them alone: edits of a copy of the source, fingerprinted. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { KERNELS_DIGEST } from '../../../src/engine/wasm/kernels-digest.ts';
import { fingerprintOf } from '../../../src/records/fingerprint.ts';
import type { Fingerprint } from '../../../src/records/fingerprint-schema.ts';
import { copySource, type Edit, type SourceCopy } from '../../support/source-copy.ts';

let copy: SourceCopy;
let before: Fingerprint;
beforeAll(async () => {
  copy = await copySource();
  before = await copy.fingerprintAfter([]);
});
afterAll(() => copy.remove());

const edit = (file: string, from: string, to: string): Edit => ({ file, from, to });
const source = (file: string, from: string, to: string) => edit(`src/${file}`, from, to);

const EPSILON = 'BATCH_NORM_EPSILON = 1e-5;';

/** None of these may change anything; together they are one fingerprint, alone they are tried if that differs. */
const harmless: readonly [string, readonly Edit[]][] = [
  ['a comment', [source('network/batch-norm.ts', EPSILON, `${EPSILON} // PyTorch’s default`)]],
  [
    'a block comment',
    [source('network/running-statistics.ts', 'MOMENTUM = 0.1;', 'MOMENTUM = /* small */ 0.1;')],
  ],
  ['a legal comment', [source('network/initialise.ts', 'fanIn === 0', 'fanIn === /*! @license */ 0')]],
  ['layout', [source('training/adam.ts', '  state.steps += 1;', 'state\n.steps\n+=\n1\n\n\n;')]],
  [
    'another spelling of a number',
    [source('network/exp-and-log.ts', 'if (x < -746) return 0;', 'if (x < -0x2ea) return 0.0;')],
  ],
  [
    'the name of a local',
    [
      source('dataset/batches.ts', 'const NORMALISED = Float32Array', 'const ZYXWVUT = Float32Array'),
      source('dataset/batches.ts', 'NORMALISED[byte]', 'ZYXWVUT[byte]'),
    ],
  ],
  [
    'the name of a parameter',
    [
      source('training/evaluate.ts', 'firstImages(count: number)', 'firstImages(wanted: number)'),
      source('training/evaluate.ts', '{ length: count }', '{ length: wanted }'),
    ],
  ],
  [
    'the name of a function',
    [
      source(
        'training/gradient-flow.ts',
        'function norm(values: Float32Array)',
        'function length2(values: Float32Array)',
      ),
      source(
        'training/gradient-flow.ts',
        '[norm(gradient) / norm(values)]',
        '[length2(gradient) / length2(values)]',
      ),
    ],
  ],
  [
    'a type',
    [
      source(
        'training/epoch.ts',
        'export interface Epoch {',
        'interface Unused { a: 1 }\nexport interface Epoch {',
      ),
    ],
  ],
  [
    'a function that nothing uses',
    [
      source(
        'training/evaluate.ts',
        'export interface Evaluation',
        'export function unused(x: number) { return 2 * x; }\n\nexport interface Evaluation',
      ),
    ],
  ],
  [
    'an error’s text',
    [source('random.ts', 'stream needs a purpose, got an empty string', 'a purpose, please')],
  ],
  [
    'an error’s text with values in it',
    [source('training/adam.ts', 'gradients for ${name}, got ${length}`', 'values, got ${length}`')],
  ],
  [
    'an error’s text in several parts',
    [
      source(
        'training/require-images.ts',
        "'loaded, or decoded wrongly; or the design is of a new scale and should name this digest'",
        "'loaded'",
      ),
    ],
  ],
  [
    'an error’s text inside its class',
    [source('training/diverged-error.ts', 'the run diverged and has no result; look', 'look')],
  ],
  [
    'an error’s name inside its class',
    [source('training/diverged-error.ts', "name = 'DivergedError'", "name = 'Diverged'")],
  ],
  [
    'what an error is told',
    [
      source(
        'training/training.ts',
        "new DivergedError('test', loss, epoch, adam.steps)",
        "new DivergedError('tests', loss, 0, adam.steps)",
      ),
    ],
  ],
  [
    'an error’s text in a kernel',
    [source('engine/wasm/wasm-heap.ts', 'but the 4 GiB heap is full', 'but there is none')],
  ],
  [
    'progress',
    [
      source(
        'records/compute-job.ts',
        'imagesPerSecond: (done * imagesPerEpoch) / seconds',
        'imagesPerSecond: done / seconds',
      ),
    ],
  ],
  [
    'how long between reports',
    [
      source(
        'records/compute-job.ts',
        'probes.length % perSeed === 0',
        'probes.length % (2 * perSeed) === 0',
      ),
    ],
  ],
  [
    'the temporary file’s suffix',
    [source('files/write-atomically.ts', 'randomUUID()}.tmp', 'randomUUID()}.part')],
  ],
  [
    'the form of a checkpoint',
    [source('records/checkpoint.ts', 'const LINE_END = 10;', 'const LINE_END = 13;')],
  ],
  ['what a checkpoint restores', [source('records/checkpoint.ts', '    ...adam.second,\n', '')]],
  ['the compiler’s target', [edit('tsconfig.json', '"target": "es2023"', '"target": "es2020"')]],
  [
    'the compiler’s rules',
    [edit('tsconfig.json', '"strict": true', '"useDefineForClassFields": false,\n    "strict": true')],
  ],
  [
    'a hypothesis',
    [
      source(
        'studies/relu-versus-sigmoid/hypotheses/h1-relu-beats-sigmoid.ts',
        'boundLevel: choices.alpha,',
        'boundLevel: choices.alpha / 2,',
      ),
    ],
  ],
  [
    'a statistic',
    [source('statistics/paired-t.ts', 'const n = differences.length;', 'const n = differences.length + 1;')],
  ],
  ['the report', [source('report/findings.ts', "'# Findings'", "'# Results'")]],
  ['the analysis plan', [source('studies/relu-versus-sigmoid/design.ts', 'alpha: 0.05,', 'alpha: 0.01,')]],
  [
    'a setting, which the record holds itself',
    [source('studies/relu-versus-sigmoid/design.ts', 'learningRate: 1e-3,', 'learningRate: 1e-1,')],
  ],
  ['how images are fetched', [source('dataset/batch-from-package.ts', 'train_lables.json', 'train.json')]],
  ['how fetching is shown', [source('dataset/progress.ts', 'const barWidth = 30;', 'const barWidth = 40;')]],
  [
    'how images are decoded',
    [
      source(
        'dataset/binary-format.ts',
        'target.labels[firstImage + n] = bytes[start] ?? 0;',
        'target.labels[firstImage + n] = (bytes[start] ?? 0) + 1;',
      ),
    ],
  ],
  ['how the kernels’ file is read', [source('engine/wasm/read-kernels.ts', 'npm run build:kernels', 'make')]],
  [
    'how records are read back',
    [source('records/run-record.ts', 'const layers = run.depth + 2;', 'const layers = run.depth + 3;')],
  ],
  [
    'where records are kept',
    [source('records/store.ts', "'provenance', `${name}.json`", "'origin', `${name}.json`")],
  ],
  ['the README', [edit('README.md', '# ReLU versus Sigmoid', '# Sigmoid versus ReLU')]],
  [
    'a package’s README',
    [edit('node_modules/@tensorflow/tfjs-core/README.md', '# TensorFlow.js Core API\n', '# Another API\n')],
  ],
  [
    'a package’s file that is not loaded',
    [edit('node_modules/seedrandom/seedrandom.min.js', '!function(f,a,c)', '!function(f,a,d)')],
  ],
  [
    'a package that only fetches',
    [edit('node_modules/node-fetch/lib/index.js', 'node-fetch/1.0', 'node-fetch/9.9')],
  ],
];

/** Each of these decides a bit of some record. */
const decisive: readonly [string, Edit][] = [
  ['batch norm’s ε', source('network/batch-norm.ts', EPSILON, 'BATCH_NORM_EPSILON = 1e-3;')],
  ['batch norm’s momentum', source('network/running-statistics.ts', 'MOMENTUM = 0.1;', 'MOMENTUM = 0.01;')],
  ['the variance’s divisor', source('network/running-statistics.ts', 'count / (count - 1)', 'count / count')],
  [
    'which kernel normalises',
    source('network/batch-norm.ts', '`NormaliseActivation/${activation}`', '`Normalise/${activation}`'),
  ],
  [
    'the bound of initial weights',
    source('network/initialise.ts', '1 / Math.sqrt(fanIn)', '2 / Math.sqrt(fanIn)'),
  ],
  [
    'gamma’s beginning',
    source('network/initialise.ts', "name.endsWith('.gamma') ? 1 : 0", "name.endsWith('.gamma') ? 2 : 0"),
  ],
  ['ReLU', source('network/activations.ts', 'apply: (z) => tf.relu(z)', 'apply: (z) => tf.relu6(z)')],
  [
    'Sigmoid’s derivative',
    source('network/activations.ts', 'tf.mul(y, tf.sub(1, y))', 'tf.mul(y, tf.sub(2, y))'),
  ],
  [
    'the last digit of a coefficient',
    source('network/exp-and-log.ts', '0.16666666666666602', '0.16666666666666605'),
  ],
  [
    'which of equal logits wins',
    source('network/cross-entropy.ts', 'row.indexOf(largest)', 'row.lastIndexOf(largest)'),
  ],
  ['the head’s order of addition', source('network/head.ts', 'let sum = bias[k] as number;', 'let sum = 0;')],
  [
    'the pool',
    source(
      'network/global-average-pool.ts',
      "customKernel('GlobalAveragePool')",
      "customKernel('GlobalAveragePools')",
    ),
  ],
  ['a layer’s name in the weights’ file', source('network/state-dict.ts', "'bn1'", "'bn0'")],
  [
    'the layout of the weights’ file',
    source('network/safetensors.ts', 'const ALIGNMENT = 8;', 'const ALIGNMENT = 16;'),
  ],
  [
    'what the weights’ file says of itself',
    source('records/weights-file.ts', 'toStateDict(weights), { run }', 'toStateDict(weights), { of: run }'),
  ],
  [
    'where Adam adds ε',
    source(
      'training/adam.ts',
      'Math.sqrt(v / secondCorrection) + epsilon',
      'Math.sqrt(v / secondCorrection + epsilon)',
    ),
  ],
  [
    'the normalisation',
    source('dataset/batches.ts', '(byte / 255 - 0.5) / 0.5)', '(byte / 255 - 0.5) / 0.25)'),
  ],
  [
    'the last bit of a constant',
    source('dataset/batches.ts', '(byte / 255 - 0.5) / 0.5)', '(byte / 255 - 0.5000000000000001) / 0.5)'),
  ],
  [
    'the channels’ place',
    source(
      'dataset/batches.ts',
      'target + pixel * CHANNELS + channel',
      'target + pixel * CHANNELS + (2 - channel)',
    ),
  ],
  ['a stream’s name', source('dataset/batches.ts', '`order/epoch-', '`orders/epoch-')],
  [
    'the shuffle',
    source('random.ts', 'let last = length - 1; last > 0;', 'let last = length - 1; last > 1;'),
  ],
  ['how seed and purpose are joined', source('random.ts', '`${seed}/${purpose}`', '`${seed}-${purpose}`')],
  [
    'which statistics are recomputed',
    source(
      'training/recompute-statistics.ts',
      '(sum) => sum / batchCount',
      '(sum) => sum / (batchCount - 1)',
    ),
  ],
  [
    'the lag',
    source('training/recompute-statistics.ts', 'Math.sqrt(squares / mean.length)', 'squares / mean.length'),
  ],
  [
    'the order of the two evaluations’ statistics',
    source(
      'training/training.ts',
      'evaluate(network, network.statistics, test',
      'evaluate(network, state.recomputed, test',
    ),
  ],
  [
    'what an evaluation averages',
    source('training/evaluate.ts', 'scored.lossSum / labels.length', 'scored.lossSum / batchSize'),
  ],
  ['which steps are linked', source('training/chain.ts', '(step & (step - 1)) === 0', 'step % 2 === 0')],
  ['what a link is made of', source('training/chain.ts', '    ...adam.second,\n', '')],
  [
    'whether the images are checked',
    source(
      'training/require-images.ts',
      'if (actual === digest) return;',
      'if (actual.length === digest.length) return;',
    ),
  ],
  [
    'when a run counts as diverged',
    source(
      'training/training.ts',
      "if (!Number.isFinite(loss)) throw new DivergedError('training'",
      "if (loss > 100) throw new DivergedError('training'",
    ),
  ],
  [
    'the average over an epoch',
    source('training/epoch.ts', 'totals.loss += loss / steps;', 'totals.loss += loss;'),
  ],
  ['a layer’s norm', source('training/gradient-flow.ts', 'norm(gradient) / norm(values)', 'norm(gradient)')],
  [
    'what the probe measures',
    source(
      'training/probe-initialisation.ts',
      'epochOrder(trainImages, seed, 1)',
      'epochOrder(trainImages, seed, 2)',
    ),
  ],
  [
    'a record’s field',
    source(
      'records/make-record.ts',
      'running: digits(predictions.running)',
      'running: digits(predictions.recomputed)',
    ),
  ],
  [
    'the losses’ precision',
    source(
      'records/make-record.ts',
      'bytesOf(Float32Array.from(state.losses))',
      'bytesOf(Float64Array.from(state.losses))',
    ),
  ],
  ['the schema’s version', source('records/make-record.ts', 'SCHEMA_VERSION = 2', 'SCHEMA_VERSION = 3')],
  ['the seal', source('records/seal.ts', 'JSON.stringify(content))', 'JSON.stringify(content, null, 1))')],
  [
    'whether a saved state must fit its chain',
    source('records/produce-run.ts', 'endsInItsLink(state, host) ? state', 'state.chain.length > 1 ? state'),
  ],
  [
    'which settings are used',
    source(
      'records/produce-run.ts',
      'const state = beginTraining(settings, data, host);',
      'const state = beginTraining({ ...settings, learningRate: 0.1 }, data, host);',
    ),
  ],
  [
    'the kernels that are put in place',
    source('engine/wasm/register-kernels.ts', '  registerPoolKernels(module);\n', ''),
  ],
  [
    'how a kernel is called',
    source('engine/wasm/plain-convolution.ts', 'height * width > 4 * tiles', 'height * width > 8 * tiles'),
  ],
  [
    'the backend that is started',
    source('engine/wasm/runtime.ts', "tf.setBackend('wasm')", "tf.setBackend('cpu')"),
  ],
];

describe('fingerprintOf', () => {
  it('is the same each time, and the same for a copy in another folder', async () => {
    const here = await fingerprintOf('wasm');
    expect(await fingerprintOf('wasm')).toEqual(here);
    expect(before).toEqual(here);
  });

  it(`is not changed by any of ${harmless.length} edits that decide nothing`, async () => {
    const together = await copy.fingerprintAfter(harmless.flatMap(([, edits]) => edits));
    if (JSON.stringify(together) === JSON.stringify(before)) return;
    const guilty: string[] = [];
    for (const [name, edits] of harmless) {
      const after = await copy.fingerprintAfter(edits);
      if (JSON.stringify(after) !== JSON.stringify(before)) guilty.push(name);
    }
    expect(guilty).toEqual([]);
    expect(together).toEqual(before);
  });

  it('is changed by a decisive edit in its source alone', async () => {
    const [[, decides] = []] = decisive;
    const after = await copy.fingerprintAfter([decides!]);
    expect(after).toEqual({ ...before, source: await copy.sourceAfter([decides!]) });
    expect(await copy.sourceAfter([])).toBe(before.source);
  });

  it.each(decisive)('is changed by %s', async (_, decides) => {
    expect(await copy.sourceAfter([decides])).not.toBe(before.source);
  });

  it.each<[string, Edit]>([
    ['seedrandom', edit('node_modules/seedrandom/seedrandom.js', 'chunks = 6,', 'chunks = 5,')],
    [
      '@tensorflow/tfjs-core',
      edit(
        'node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js',
        'var EPSILON_FLOAT32 = 1e-7;',
        'var EPSILON_FLOAT32 = 1e-6;',
      ),
    ],
    [
      '@tensorflow/tfjs-backend-wasm',
      edit(
        'node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.node.js',
        'function tile(args) {',
        'function tile(args) { ;',
      ),
    ],
  ])('is changed by what %s loads, and names it', async (name, decides) => {
    const after = await copy.fingerprintAfter([decides]);
    expect(after).toEqual({ ...before, packages: { ...before.packages, [name]: after.packages[name] } });
    expect(after.packages[name]).not.toBe(before.packages[name]);
  });

  it('is changed by one bit of the backend’s library, which no import names', async () => {
    const name = '@tensorflow/tfjs-backend-wasm';
    const path = join(copy.folder, 'node_modules', name, 'dist/tfjs-backend-wasm-simd.wasm');
    const bytes = await readFile(path);
    onTestFinished(() => writeFile(path, bytes));
    const flipped = Buffer.from(bytes);
    flipped[1000]! ^= 1;
    await writeFile(path, flipped);
    const after = await copy.fingerprintAfter([]);
    expect(after).toEqual({ ...before, packages: { ...before.packages, [name]: after.packages[name] } });
    expect(after.packages[name]).not.toBe(before.packages[name]);
  });

  it('is changed by other kernels, and by another version of what brings source into its form', async () => {
    const { version } = JSON.parse(
      await readFile(join(copy.folder, 'node_modules/terser/package.json'), 'utf8'),
    ) as { version: string };
    const changed = await copySource(
      [
        source('engine/wasm/kernels-digest.ts', KERNELS_DIGEST, 'd'.repeat(64)),
        edit('node_modules/terser/package.json', `"version": "${version}"`, '"version": "99.0.0"'),
      ],
      ['terser'],
    );
    onTestFinished(changed.remove);
    const after = await changed.fingerprintAfter([]);
    expect(after.source).not.toBe(before.source); // the engine holds its kernels to their digest
    expect(after).toEqual({
      ...before,
      source: after.source,
      kernels: 'd'.repeat(64),
      tools: { ...before.tools, terser: '99.0.0' },
    });
  });

  it('of one engine is not changed by another engine', async () => {
    const edits = [source('engine/cpu/start.ts', 'tf.enableProdMode();', '')];
    expect(await copy.fingerprintAfter(edits)).toEqual(before);
    const cpu = await copy.fingerprintAfter([], 'cpu');
    expect((await copy.fingerprintAfter(edits, 'cpu')).source).not.toBe(cpu.source);
  });
});

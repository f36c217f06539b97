/** Forgeries of each kind, sealed with all care, and what each check makes of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { produceRun } from '../../../src/records/produce-run.ts';
import type { RunRecord } from '../../../src/records/run-record.ts';
import { seal } from '../../../src/records/seal.ts';
import {
  readNetwork,
  verifyPredictions,
  verifyPrefix,
  verifyStatistics,
} from '../../../src/records/verify-run.ts';
import { firstImages } from '../../../src/training/evaluate.ts';
import { tinyFingerprint } from '../../support/tiny-fingerprint.ts';
import { tinyData, tinySettings } from '../../support/tiny-run.ts';

const NAME = 'sigmoid-depth-2-seed-1';
const settings = { ...tinySettings, activation: 'sigmoid', depth: 2, width: 4 } as const;
const job = {
  study: 'relu-versus-sigmoid',
  name: NAME,
  run: { scale: 'smoke', activation: 'sigmoid', depth: 2, seed: 1 },
} as const;
const everyImage = firstImages(settings.testImages);

let honest: RunRecord;
let weights: Uint8Array;

beforeAll(async () => {
  await startEngine('wasm');
  const made = await produceRun(job, settings, tinyFingerprint, tinyData, nodeHost, {});
  honest = JSON.parse(JSON.stringify(made.record)) as RunRecord;
  weights = made.weights;
});

/** The record with one edit, its digest computed anew. */
function forged(edit: (draft: Record<string, never> & RunRecord) => void): RunRecord {
  const { digest, ...draft } = JSON.parse(JSON.stringify(honest));
  edit(draft);
  return seal(draft, nodeHost);
}

const prefix = (record: RunRecord, steps: number) =>
  verifyPrefix(record, steps, tinyData, nodeHost, async () => {});

const changed = (digit: string | undefined) => String((Number(digit) + 1) % 10);

describe('verifyPrefix', () => {
  it.each([1, 2, 3, 4, 9])('finds nothing amiss in the first %i steps of an honest record', async (steps) => {
    expect(await prefix(honest, steps)).toBe('');
  });

  it('names the step from which on losses were made up', async () => {
    const record = forged((draft) => {
      const losses = new Float32Array(Uint8Array.from(Buffer.from(draft.losses, 'base64')).buffer);
      losses[4] = 2;
      Object.assign(draft, { losses: Buffer.from(losses.buffer).toString('base64') });
    });
    expect(await prefix(record, 4)).toBe('');
    expect(await prefix(record, 5)).toMatch(/^the loss of step 5 is .*, recorded is 2$/);
  });

  it('names the link from which on a chain was made up', async () => {
    const record = forged((draft) => {
      Object.assign(draft.chain[3]!, { digest: 'a'.repeat(64) });
    });
    const { step } = record.chain[3]!;
    expect(await prefix(record, step - 1)).toBe('');
    expect(await prefix(record, step)).toBe(`the chain parts after step ${step}`);
  });

  it.each(['meanAbsoluteGradients', 'relativeGradientNorms', 'runningMeanLag'] as const)(
    'finds an epoch’s %s changed as soon as the prefix holds the epoch',
    async (field) => {
      const record = forged((draft) => {
        (draft.epochs[0]![field] as number[])[0]! *= 2;
      });
      expect(await prefix(record, 2)).toBe('');
      expect(await prefix(record, 3)).toBe('the figures of epoch 1 are not the recorded ones');
    },
  );

  it('finds the gradient norms at initialisation changed at the first step', async () => {
    const record = forged((draft) => {
      (draft.initialGradientNorms as number[])[0]! *= 2;
    });
    expect(await prefix(record, 1)).toMatch(/gradient norms before any step/);
  });

  it('finds settings other than those that were trained by', async () => {
    const record = forged((draft) => Object.assign(draft.settings, { learningRate: 0.002 }));
    expect(await prefix(record, 1)).not.toBe('');
  });
});

describe('verifyPredictions', () => {
  it('finds nothing amiss in an honest record', async () => {
    const stored = readNetwork(honest, weights, NAME);
    expect(await verifyPredictions(honest, stored, everyImage, tinyData)).toBe('');
    expect(await verifyStatistics(honest, stored, tinyData)).toBe('');
  });

  it.each(['running', 'recomputed'] as const)(
    'finds a prediction by %s statistics changed exactly when its image is drawn',
    async (evaluation) => {
      const record = forged((draft) => {
        const text = draft.predictions[evaluation];
        Object.assign(draft.predictions, {
          [evaluation]: `${text.slice(0, 5)}${changed(text[5])}${text.slice(6)}`,
        });
      });
      const stored = readNetwork(record, weights, NAME);
      const without = everyImage.filter((image) => image !== 5);
      expect(await verifyPredictions(record, stored, without, tinyData)).toBe('');
      const difference = await verifyPredictions(record, stored, Uint32Array.of(5), tinyData);
      expect(difference).toMatch(new RegExp(`^by ${evaluation} statistics its weights see class .* image 5`));
    },
  );

  it('finds weights that were exchanged for others, the record naming them by their digest', async () => {
    const other = { ...settings, seed: 2 };
    const made = await produceRun(job, other, tinyFingerprint, tinyData, nodeHost, {});
    const stored = readNetwork(honest, made.weights, NAME);
    expect(await verifyPredictions(honest, stored, everyImage, tinyData)).not.toBe('');
  });
});

describe('verifyStatistics', () => {
  it('finds recomputed statistics that the weights do not have', async () => {
    const { network, recomputed } = readNetwork(honest, weights, NAME);
    const altered = recomputed.map((layer, index) =>
      index === 1 ? { ...layer, mean: layer.mean.map((value) => value + 1e-6) } : layer,
    );
    expect(await verifyStatistics(honest, { network, recomputed: altered }, tinyData)).toBe(
      'the recomputed statistics of block1 are not the stored ones',
    );
  });
});

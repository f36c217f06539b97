/** Scoring a network: in order, in batches, and without a trace. */
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { Network } from '../../../src/network/network.ts';
import { evaluate } from '../../../src/training/evaluate.ts';
import { expectNoLeak } from '../../support/leak-check.ts';
import { tinyData, tinySettings } from '../../support/tiny-run.ts';

describe('evaluate', () => {
  const network = Network.initialised(tinySettings, 1);
  beforeAll(async () => {
    await startEngine('wasm');
  });

  // Catches correctness that is stored out of order, or a partial batch that is counted as a whole one.
  it('says of each image in order whether it is right, whatever the batch size', async () => {
    const [whole, ...parts] = await Promise.all(
      [12, 5, 1].map((batchSize) => evaluate(network, tinyData.test, 12, batchSize)),
    );
    for (const part of parts) {
      expect(part.correct).toEqual(whole!.correct);
      expect(part.accuracy).toBe(whole!.accuracy);
    }
    expect(whole!.accuracy).toBe(whole!.correct.reduce((sum, hit) => sum + hit, 0) / 12);
  });

  it('averages the loss over batches, as the notebook does, not over images', async () => {
    const first = await evaluate(network, tinyData.test, 8, 8);
    const whole = await evaluate(network, tinyData.test, 12, 12);
    const both = await evaluate(network, tinyData.test, 12, 8);
    const last = (12 * whole.loss - 8 * first.loss) / 4;
    expect(both.loss).toBeCloseTo((first.loss + last) / 2, 6);
  });

  it('takes the first images only, changes no state and leaves no tensor behind', async () => {
    const before = structuredClone([network.parameters, network.statistics]);
    const some = await expectNoLeak(() => evaluate(network, tinyData.test, 7, 4));
    const all = await evaluate(network, tinyData.test, 12, 4);
    expect(some.correct).toEqual(all.correct.subarray(0, 7));
    expect([network.parameters, network.statistics]).toEqual(before);
  });

  it('refuses more images than there are', async () => {
    await expect(evaluate(network, tinyData.test, 13, 4)).rejects.toThrow(
      'batches needs indices below 12, got 12',
    );
  });
});

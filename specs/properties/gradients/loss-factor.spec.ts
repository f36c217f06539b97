/** A factor on the loss: by a power of two it scales every gradient of the network exactly, and changes nothing else. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { activationNames } from '../../../src/network/activations.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { Network } from '../../../src/network/network.ts';
import { stream } from '../../../src/random.ts';
import { uploadImages } from '../../support/network-case.ts';
import { drawLabels, drawTensor } from '../../support/reference/draw-tensor.ts';
import { mapTensor } from '../../support/reference/tensor64.ts';

const cases = fc.record({
  activation: fc.constantFrom(...activationNames),
  depth: fc.integer({ min: 1, max: 4 }),
  width: fc.constantFrom(4, 6, 8),
  factor: fc.constantFrom(1 / 16, 0.5, 2, 16),
  standardised: fc.boolean(),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});

describe('Network.gradients', () => {
  beforeAll(async () => void (await startEngine('wasm')));

  it('scales with the loss exactly, tensor by tensor, and leaves loss and statistics alone', async () => {
    const property = fc.asyncProperty(
      cases,
      async ({ activation, depth, width, factor, standardised, seed }) => {
        const architecture: Architecture = {
          blockKind: 'convolution',
          imageShape: [8, 8, 3],
          activation,
          depth,
          width,
          ...(standardised && { standardisedFeatures: true }),
        } as const;
        const random = stream(seed, 'loss-factor');
        const images = mapTensor(drawTensor([8, 8, 8, 3], -1, 1, random), Math.fround);
        const labels = Uint8Array.from(drawLabels(8, 10, random));
        const under = async (lossFactor?: number) => {
          const network = Network.initialised(architecture, 1 + (seed % 1000));
          const input = uploadImages(images);
          const pass = await network.gradients(input, labels, lossFactor).finally(() => input.dispose());
          return { pass, statistics: network.statistics };
        };
        const [plain, scaled] = [await under(), await under(factor)];
        expect(scaled.pass.lossSum).toBe(plain.pass.lossSum);
        expect(scaled.statistics).toEqual(plain.statistics);
        for (const [index, gradient] of plain.pass.gradients.entries()) {
          expect(scaled.pass.gradients[index]).toEqual(gradient.map((g) => g * factor));
        }
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
});

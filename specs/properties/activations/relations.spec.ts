/** What the activations have to do with their own mirror image and with each other, in float32. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { LARGEST, points } from '../../support/activation-points.ts';
import { roads } from '../../support/activation-roads.ts';
import { presentEngines } from '../../support/present-engines.ts';

const runs = { numRuns: 30 };
const ULP = 2 ** -23; // of 1: the gap between float32 numbers from 1 to 2

describe.each(await presentEngines())('activations on %s', (engine) => {
  beforeAll(async () => {
    await startEngine(engine);
  });

  describe.each(Object.entries(roads))('by way of %s', (_, road) => {
    // Catches an exponential that is evaluated on one side of 0 by another formula than on the other.
    it.each(['identity', 'tanh', 'centredSigmoid'] as const)(
      'is odd, with an even derivative: %s',
      (name) => {
        const property = fc.property(points(LARGEST), (inputs) => {
          const [there, opposite] = [road(name, inputs), road(name, inputs.map((z) => -z))]; // biome-ignore format: one line
          for (const [index, y] of there.values.entries()) {
            expect(Math.abs(y + opposite.values[index]!)).toBeLessThanOrEqual(2 * ULP * Math.abs(y));
            const [one, other] = [there.slopes[index]!, opposite.slopes[index]!];
            expect(Math.abs(one - other)).toBeLessThanOrEqual(2 * ULP);
          }
        });
        fc.assert(property, runs);
      },
    );

    it('relates them to each other as their names say, to the last bits of 1', () => {
      const property = fc.property(points(LARGEST), (inputs) => {
        const [sigmoid, centred, rectified] = [
          road('sigmoid', inputs),
          road('centredSigmoid', inputs),
          road('rectifiedSigmoid', inputs),
        ];
        const [relu, identity] = [road('relu', inputs), road('identity', inputs)];
        const half = road('tanh', inputs.map((z) => z / 2)); // biome-ignore format: one line
        for (const index of inputs.keys()) {
          const near = (actual: Float32Array, expected: number) =>
            expect(Math.abs(actual[index]! - expected)).toBeLessThanOrEqual(2 * ULP);
          near(centred.values, sigmoid.values[index]! - 0.5);
          near(centred.values, half.values[index]! / 2);
          near(rectified.values, Math.max(0.5, sigmoid.values[index]!));
          near(centred.slopes, sigmoid.slopes[index]!);
          near(rectified.slopes, inputs[index]! > 0 ? sigmoid.slopes[index]! : 0);
          expect(rectified.slopes[index]).toBeLessThanOrEqual(sigmoid.slopes[index]! + ULP);
          expect(relu.values[index]).toBeGreaterThanOrEqual(identity.values[index]!);
          expect(Math.abs(centred.values[index]!)).toBeLessThanOrEqual(Math.abs(inputs[index]!) / 4 + ULP);
          expect(relu.slopes[index]).toBeLessThanOrEqual(identity.slopes[index]!);
        }
      });
      fc.assert(property, runs);
    });
  });
});

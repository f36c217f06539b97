/** The whole network's gradients on every engine, against the float64 reference: catches any wrong kernel or formula. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type EngineName, startEngine } from '../../../src/engine/engine.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { complaintsOf, engineErrors } from '../../support/engine-errors.ts';
import { drawNetworkCase } from '../../support/network-case.ts';
import { presentEngines } from '../../support/present-engines.ts';
import { WorstError } from '../../support/worst-error.ts';

const engines = await presentEngines();
const blockKinds = ['convolution', 'dense'] as const;
const activations = ['relu', 'sigmoid'] as const;

/** The cpu engine takes some hundred times as long a convolution, and is a reference only. */
const runsOf = (engine: EngineName) => Number(process.env.RUNS??(engine === 'cpu' ? 4 : 12));
const widestOf = (engine: EngineName) => (engine === 'cpu' ? 4 : 9);
const MOST_REDRAWS_A_CASE = 1; // on average; at most some 10⁴ ReLU inputs, of which 1e-5 · 2 · 0.4 lie in the margin

const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });

/** Few values a channel make batch norm nearly cancel the gradient, and rounding would be all that is left of it. */
function cases(kind: Pick<Architecture, 'blockKind' | 'activation'>, engine: EngineName) {
  const convolution = kind.blockKind === 'convolution';
  const side = convolution ? fc.integer({ min: 4, max: engine === 'cpu' ? 5 : 9 }) : fc.integer({ min: 1, max: 4 });
  return fc.record({
    depth: fc.integer({ min: 1, max: 8 }),
    width: fc.integer({ min: 4, max: widestOf(engine) }),
    height: side,
    columns: side,
    batch: convolution ? fc.integer({ min: 4, max: 5 }) : fc.integer({ min: 24, max: 40 }),
    seed,
  });
}

describe.each(engines)('Network.gradients on %s', (engine) => {
  beforeAll(async () => {
    await startEngine(engine);
  });

  for (const blockKind of blockKinds) {
    for (const activation of activations) {
      const kind = { blockKind, activation };
      it(`agrees with float64 on every gradient, loss, logits and running statistics: ${blockKind}, ${activation}`, async () => {
        const worst = new WorstError();
        let [redraws, drawn] = [0, 0];
        const property = fc.asyncProperty(
          cases(kind, engine),
          async ({ depth, width, height, columns, batch, seed }) => {
            const architecture = { ...kind, depth, width, imageShape: [height, columns, 3] as const };
            const networkCase = drawNetworkCase(architecture, batch, seed);
            redraws += networkCase.redraws;
            drawn += 1;
            const errors = await engineErrors(networkCase);
            worst.note(errors);
            if (!process.env.RUNS) expect(complaintsOf(errors)).toEqual([]); else if (Math.max(...Object.values(errors))>5e-6) console.info(depth,width,height,columns,batch,JSON.stringify(Object.entries(errors).filter((e)=>e[1]>5e-6)));
          },
        );
        await fc.assert(property, { numRuns: runsOf(engine) });
        console.info(engine, blockKind, activation, String(worst), 'redraws', redraws, 'of', drawn);
        expect(redraws).toBeLessThanOrEqual(MOST_REDRAWS_A_CASE * drawn);
      });
    }
  }
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from '../../../src/random.ts';
import { checkGradient, gradientComplaints } from '../../support/reference/check-gradient.ts';
import { type LayerName, layerClaims } from '../../support/reference/gradient-claims.ts';

const layerSizes = fc.record({
  batch: fc.integer({ min: 2, max: 4 }),
  height: fc.integer({ min: 2, max: 4 }),
  width: fc.integer({ min: 2, max: 5 }),
  inChannels: fc.integer({ min: 1, max: 4 }),
  outChannels: fc.integer({ min: 1, max: 4 }),
});
const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });

describe.each(Object.keys(layerClaims) as LayerName[])('%s', (layer) => {
  it('has the gradient that central differences and the Taylor remainder say it has', () => {
    const property = fc.property(layerSizes, seed, (sizes, drawn) => {
      const random = stream(drawn, `gradient/${layer}`);
      expect(gradientComplaints(checkGradient(layerClaims[layer](sizes, random), random))).toEqual([]);
    });
    fc.assert(property, { seed: 64, numRuns: 15 });
  });
});

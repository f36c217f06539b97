import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from '../../../src/random.ts';
import { referenceActivationNames } from '../../support/reference/activation.ts';
import { checkGradient, gradientComplaints } from '../../support/reference/check-gradient.ts';
import { networkClaim } from '../../support/reference/gradient-claims.ts';
import type { ReferenceArchitecture } from '../../support/reference/reference-architecture.ts';

type Kind = Pick<ReferenceArchitecture, 'blockKind' | 'activation'>;

const kinds: readonly Kind[] = (['convolution', 'dense'] as const).flatMap((blockKind) =>
  referenceActivationNames.map((activation) => ({ blockKind, activation })),
);

// Smaller ones collapse: batch norm of four values, or of two channels, eight times over, leaves a gradient so
// small or so sharply curved that rounding or truncation exceeds the tolerance, right though the gradient is.
// max(½, σ) gets there sooner: with 4 blocks of three channels a gradient may be a thousand times below the loss.
const sizes = ({ blockKind, activation }: Kind) =>
  fc.record({
    depth: fc.integer({ min: 1, max: activation === 'rectifiedSigmoid' ? 3 : 8 }),
    width: fc.constant(blockKind === 'dense' ? 4 : 3),
    batch: blockKind === 'dense' ? fc.integer({ min: 8, max: 10 }) : fc.integer({ min: 5, max: 7 }),
    height: fc.integer({ min: 2, max: 3 }),
    columns: fc.integer({ min: 2, max: 3 }),
  });
const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });

describe.each(kinds)('referencePass, $blockKind blocks with $activation', (kind) => {
  it('gives every parameter the gradient that central differences and the Taylor remainder say', {
    timeout: 60_000,
  }, () => {
    const property = fc.property(sizes(kind), seed, ({ depth, width, batch, height, columns }, drawn) => {
      const random = stream(drawn, 'gradient/network');
      const claim = networkClaim({ ...kind, depth, width }, batch, [height, columns], random);
      expect(gradientComplaints(checkGradient(claim, random))).toEqual([]);
    });
    fc.assert(property, { seed: 64, numRuns: 3 });
  });
});

import { describe, expect, it } from 'vitest';
import { stream } from '../../../src/random.ts';
import { type ReferenceActivationName, referenceActivations } from '../../support/reference/activation.ts';
import {
  checkGradient,
  type GradientClaim,
  gradientComplaints,
} from '../../support/reference/check-gradient.ts';
import { type LayerName, layerClaims, networkClaim } from '../../support/reference/gradient-claims.ts';
import { mutants, rightByAnotherRoad } from '../../support/reference/mutants.ts';
import type { ReferenceArchitecture } from '../../support/reference/reference-architecture.ts';
import { referenceLayers } from '../../support/reference/reference-layers.ts';
import { mapTensor } from '../../support/reference/tensor64.ts';

const isActivation = (layer: LayerName): layer is ReferenceActivationName => layer in referenceActivations;

// As many channels in as out: otherwise the shapes themselves would give a transposed kernel away.
const sizes = { batch: 3, height: 3, width: 4, inChannels: 3, outChannels: 3 };
const SEED = 11;

const complaints = (claim: GradientClaim) => gradientComplaints(checkGradient(claim, stream(SEED, 'check')));

describe('checkGradient', () => {
  it.each(mutants)('notices in the layer itself that $mistake', ({ layer, layers }) => {
    const drawn = () => stream(SEED, 'mutant/layer');
    expect(complaints(layerClaims[layer](sizes, drawn(), referenceLayers))).toEqual([]);
    expect(complaints(layerClaims[layer](sizes, drawn(), layers))).not.toEqual([]);
  });

  it.each(mutants)('notices in a whole network that $mistake', ({ layer, layers }) => {
    const architecture: ReferenceArchitecture = {
      blockKind: layer === 'dense' ? 'dense' : 'convolution',
      activation: isActivation(layer) ? layer : 'relu',
      depth: 1,
      width: 3,
    };
    const claim = (used = referenceLayers) =>
      networkClaim(architecture, 6, [3, 2], stream(SEED, 'mutant/network'), used);
    expect(complaints(claim())).toEqual([]);
    expect(complaints(claim(layers))).not.toEqual([]);
  });

  it('has nothing against a right gradient reached by another road', () => {
    expect(complaints(layerClaims.convolve(sizes, stream(SEED, 'mutant/layer'), rightByAnotherRoad))).toEqual(
      [],
    );
  });
});

describe('gradientComplaints', () => {
  const architecture = { blockKind: 'convolution', activation: 'sigmoid', depth: 2, width: 2 } as const;
  const claim = networkClaim(architecture, 6, [2, 3], stream(SEED, 'scaled'));
  const names = Object.keys(claim.point);
  const falsified = (name: string, factor: number, offset = 0): GradientClaim => ({
    ...claim,
    gradients: {
      ...claim.gradients,
      [name]: mapTensor(claim.gradients[name]!, (value) => factor * value + offset),
    },
  });
  const blamed = (wrong: GradientClaim) => complaints(wrong).map((line) => line.split(':')[0]);
  const cancelled = names.filter((name) => name.endsWith('.bias') && name !== 'head.bias');

  it('names the tensor, and no other, whose gradient is 1 % too large', () => {
    for (const name of names.filter((each) => !cancelled.includes(each))) {
      expect(blamed(falsified(name, 1.01))).toEqual([name]);
    }
  });

  it('names a first layer whose gradient vanished', () => {
    expect(blamed(falsified('stem.kernel', 0))).toEqual(['stem.kernel']);
  });

  it('names a bias before batch norm that is given a gradient', () => {
    for (const name of cancelled) expect(blamed(falsified(name, 1, 1e-6))).toEqual([name]);
  });

  it('names a tensor whose gradient is not a number', () => {
    expect(blamed(falsified('block2.gamma', Number.NaN))).toEqual(['block2.gamma']);
  });

  it('refuses to pass a tensor that kinks keep from being compared', () => {
    const hidden = { name: 'x', elements: 4, skipped: 3, error: 0, slope: 2, claimed: 1, numeric: 1 };
    expect(gradientComplaints([hidden])).toEqual(['x: kinks hide 3 of 4']);
  });
});

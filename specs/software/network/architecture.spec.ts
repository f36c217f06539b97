/** What may be asked for, and what is listed for it. */
import { describe, expect, it } from 'vitest';
import { type Architecture, parameterShapes } from '../../../src/network/architecture.ts';
import { parameterShapes as referenceShapes } from '../../support/reference/reference-architecture.ts';

const valid: Architecture = {
  blockKind: 'convolution',
  activation: 'relu',
  depth: 8,
  width: 64,
  imageShape: [32, 32, 3],
};
const refused = (wrong: object) => () => parameterShapes({ ...valid, ...wrong } as Architecture);

describe('parameterShapes', () => {
  // Catches a missing bias, another order (the notebook's average runs over this list), a kernel laid out as OIHW.
  it.each(['convolution', 'dense'] as const)(
    'lists what the reference lists, in its order: %s',
    (blockKind) => {
      const architecture = { ...valid, blockKind };
      const listed = parameterShapes(architecture).map(({ name, shape }) => [name, shape]);
      expect(listed).toEqual(Object.entries(referenceShapes(architecture, architecture.imageShape)));
    },
  );

  it('counts the inputs of one output as its fan-in', () => {
    const fanIn = (blockKind: 'convolution' | 'dense') =>
      Object.fromEntries(parameterShapes({ ...valid, blockKind }).map((shape) => [shape.name, shape.fanIn]));
    expect(fanIn('convolution')).toMatchObject({ 'stem.kernel': 27, 'stem.bias': 27, 'block1.kernel': 576 });
    expect(fanIn('dense')).toMatchObject({ 'stem.kernel': 3072, 'block1.bias': 64, 'head.kernel': 64 });
  });

  it('leaves out gamma and beta, and nothing else, in the ablation without batch norm', () => {
    const names = parameterShapes({ ...valid, withoutBatchNorm: true }).map(({ name }) => name);
    const all = parameterShapes(valid).map(({ name }) => name);
    expect(names).toEqual(all.filter((name) => !/gamma|beta/.test(name)));
  });

  it.each([
    [{ depth: 9 }, 'Network needs depth in 1..8, got 9'],
    [{ depth: 0 }, 'Network needs depth in 1..8, got 0'],
    [{ depth: 2.5 }, 'Network needs depth in 1..8, got 2.5'],
    [{ width: 0 }, 'Network needs an integer width ≥ 1, got 0'],
    [{ width: Number.NaN }, 'Network needs an integer width ≥ 1, got NaN'],
    [
      { activation: 'softplus' },
      'Network needs an activation among relu, sigmoid, identity, tanh, centredSigmoid, rectifiedSigmoid, got softplus',
    ],
    [{ blockKind: 'recurrent' }, 'Network needs block kind convolution or dense, got recurrent'],
  ])('refuses %j and names the value', (wrong, message) => {
    expect(refused(wrong)).toThrow(new RangeError(message));
  });
});

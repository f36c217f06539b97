/** The optimiser against the float64 reference, and by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../../src/network/initialise.ts';
import { stream } from '../../../src/random.ts';
import { adamStep, freshAdamState } from '../../../src/training/adam.ts';
import { ADAM_SETTINGS, initialAdamState, referenceAdam } from '../../support/reference/reference-adam.ts';
import { relativeError } from '../../support/reference/relative-error.ts';
import { namedTensors, tensor64 } from '../../support/reference/tensor64.ts';
import { study } from '../../support/this-study.ts';

const { learningRate } = study.protocol;
const weights = (values: number[], name = 'w'): Parameter => ({
  name,
  shape: [values.length],
  values: Float32Array.from(values),
});

describe('adamStep', () => {
  it('uses the settings that PyTorch defaults to, at the notebook’s learning rate', () => {
    expect(study.protocol).toMatchObject(ADAM_SETTINGS);
  });

  // Catches ε inside the root, missing bias corrections, and moments that are shared between tensors.
  it('takes the steps of the float64 reference, over many tensors and steps', () => {
    const property = fc.property(
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: -6, max: 2 }),
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      (sizes, steps, magnitude, seed) => {
        const random = stream(seed, 'adam');
        const draw = (size: number) => Array.from({ length: size }, () => 2 * random() - 1);
        const parameters = sizes.map((size, index) => weights(draw(size), `w${index}`));
        const start = parameters.map(({ values }) => values.slice());
        const state = freshAdamState(parameters);
        let expected = namedTensors(parameters);
        let expectedState = initialAdamState(expected);
        for (let step = 0; step < steps; step++) {
          const gradients = sizes.map((size) => Float32Array.from(draw(size), (g) => g * 10 ** magnitude));
          const named = gradients.map((gradient, index) => [
            `w${index}`,
            tensor64([gradient.length], gradient),
          ]);
          ({ parameters: expected, state: expectedState } = referenceAdam(
            expected,
            Object.fromEntries(named),
            expectedState,
          ));
          adamStep(parameters, gradients, state, study.protocol);
        }
        // A weight near 1 is rounded by 6e-8 a step, a moment likewise; what is compared is how far each moved.
        for (const [index, { name, values }] of parameters.entries()) {
          const travelled = Float64Array.from(values, () => learningRate * Math.sqrt(steps));
          const moved = values.map((value, at) => value - start[index]![at]!);
          const wanted = expected[name]!.values.map((value, at) => value - start[index]![at]!);
          expect(relativeError(moved, wanted, travelled)).toBeLessThan(1e-3);
        }
        expect(state.steps).toBe(steps);
      },
    );
    fc.assert(property, { numRuns: 40 });
  });

  // Catches a first step without bias correction, ten times too small.
  it('moves by the learning rate at its first step, against the gradient, however large that is', () => {
    const property = fc.property(fc.float({ min: Math.fround(1e-4), max: 1e4, noNaN: true }), (gradient) => {
      for (const sign of [-1, 1]) {
        const parameters = [weights([0])];
        adamStep(parameters, [Float32Array.of(sign * gradient)], freshAdamState(parameters), study.protocol);
        expect(parameters[0]!.values[0]! / (-sign * learningRate)).toBeCloseTo(1, 3);
      }
    });
    fc.assert(property, { numRuns: 50 });
  });

  // Catches weight decay, and noise from a bias that batch norm cancels.
  it('leaves a weight alone, bit for bit, while its gradient is 0', () => {
    const parameters = [weights([0.3, -1e-7])];
    const state = freshAdamState(parameters);
    for (let step = 0; step < 5; step++) adamStep(parameters, [new Float32Array(2)], state, study.protocol);
    expect(parameters[0]!.values).toEqual(Float32Array.of(0.3, -1e-7));
  });

  it('refuses gradients that do not pair up with the weights, and names the tensor', () => {
    const parameters = [weights([1, 2], 'stem.kernel')];
    const step = (gradients: Float32Array[]) => () =>
      adamStep(parameters, gradients, freshAdamState(parameters), study.protocol);
    expect(step([Float32Array.of(1)])).toThrow('adamStep needs 2 gradients for stem.kernel, got 1');
    expect(step([])).toThrow('adamStep needs 2 gradients for stem.kernel, got undefined');
    expect(parameters[0]!.values).toEqual(Float32Array.of(1, 2));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectRuns } from '../../../src/runner/select-runs.ts';
import { runsOf, study } from '../../support/this-study.ts';

const runs = runsOf('quick');
const { activations, depths, seeds } = study.grid;
const maybe = (values: readonly (string | number)[]) =>
  fc.option(fc.constantFrom(...values.map(String)), { nil: undefined });

describe('selectRuns', () => {
  // Catches a filter that is ignored, or read as a prefix.
  it('keeps just the runs that fit every filter, in the study’s order', () => {
    const filters = fc.record({ activation: maybe(activations), depth: maybe(depths), seed: maybe(seeds) });
    fc.assert(
      fc.property(filters, ({ activation, depth, seed }) => {
        const expected = runs.filter(
          (run) =>
            (activation === undefined || run.activation === activation) &&
            (depth === undefined || run.depth === Number(depth)) &&
            (seed === undefined || run.seed === Number(seed)),
        );
        expect(selectRuns(runs, { activation, depth, seed })).toEqual(expected);
      }),
    );
  });

  it('refuses a selection without a run, naming what was asked for and what there is', () => {
    expect(() => selectRuns(runs, { depth: '3', seed: '1' })).toThrow(
      'reproduce needs a selection that has a run, got --depth 3 --seed 1; runs are like relu-depth-8-seed-1',
    );
    expect(() => selectRuns(runs, { activation: 'tanh' })).toThrow(RangeError);
  });
});

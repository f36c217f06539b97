/** The order of measurements, and the filters. */
import { describe, expect, it } from 'vitest';
import { contendersOn } from '../../../src/benchmark/contenders.ts';
import { chosen, schedule } from '../../../src/benchmark/schedule.ts';
import { CASES } from './made-up-benchmark.ts';

const contenders = contendersOn('paper-8');

describe('schedule', () => {
  it('measures every contender on a case before any of them again', () => {
    const names = schedule(chosen(contenders, 'wasm-library,pytorch-nchw'), CASES, 2).map(
      ({ contender, benchmarkCase, repetition }) => `${repetition} ${benchmarkCase.id} ${contender.id}`,
    );
    const round = (repetition: number) =>
      ['paper-1', 'paper-8'].flatMap((id) =>
        ['wasm-library', 'pytorch-nchw', 'pytorch-nchw-keeping'].map((name) => `${repetition} ${id} ${name}`),
      );
    expect(names).toEqual([...round(1), ...round(2)]);
  });

  it('takes the single-image contender once, and the lone process on its own case only', () => {
    const ids = schedule(contenders, CASES, 3).map(
      ({ contender, benchmarkCase }) => `${contender.id} ${benchmarkCase.id}`,
    );
    expect(ids.filter((id) => id === 'cpu paper-8')).toHaveLength(1);
    expect(ids.filter((id) => id.startsWith('wasm-alone'))).toEqual(Array(3).fill('wasm-alone paper-8'));
  });

  it('refuses a number of repetitions that measures nothing', () => {
    expect(() => schedule(contenders, CASES, 0)).toThrow('--repetitions needs an integer ≥ 1, got 0');
  });
});

describe('chosen', () => {
  it('keeps all without a filter', () => {
    expect(chosen(contenders, undefined)).toBe(contenders);
  });

  // Catches a typing error that quietly measures less.
  it('refuses a word that fits nothing, and an empty one', () => {
    expect(() => chosen(contenders, 'wasm,pytroch')).toThrow('"pytroch"');
    expect(() => chosen(contenders, 'wasm,')).toThrow(RangeError);
  });
});

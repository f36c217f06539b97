/** The order of measurements, and the filters. */
import { describe, expect, it } from 'vitest';
import { contendersOn } from '../../../../bench/speed/contenders.ts';
import { chosen, schedule } from '../../../../bench/speed/schedule.ts';
import { CASES } from '../../../support/planted-benchmark.ts';

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

  // Three contenders on two cases, and of those one (cpu) that is measured once in any case.
  it('takes a single repetition', () => {
    expect(schedule(chosen(contenders, 'cpu,tensorflow'), CASES, 1)).toHaveLength(6);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d repetitions', (repetitions) => {
    expect(() => schedule(contenders, CASES, repetitions)).toThrow(
      new RangeError(`--repetitions needs an integer ≥ 1, got ${repetitions}`),
    );
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

  it('keeps what starts with a word, in its own order, not what ends with it', () => {
    const ids = chosen(contenders, 'tensorflow-k,cp').map(({ id }) => id);
    expect(ids).toEqual(['cpu', 'tensorflow-keeping']);
    expect(() => chosen(contenders, 'keeping')).toThrow('got "keeping"');
  });

  it('lists what there is to choose from', () => {
    expect(() => chosen(CASES, 'paper-8,deep')).toThrow(
      new RangeError('A filter needs the start of paper-1, paper-8; got "deep"'),
    );
  });
});

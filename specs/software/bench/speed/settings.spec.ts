import { describe, expect, it } from 'vitest';
import {
  comparison,
  contenders,
  contendersNamed,
  dimensions,
  growth,
} from '../../../../bench/speed/settings.ts';

describe('contendersNamed', () => {
  it('takes exact names, and all where none is given', () => {
    expect(contendersNamed(undefined)).toEqual(Object.keys(contenders));
    expect(contendersNamed('pytorch-contiguous,wasm')).toEqual(['wasm', 'pytorch-contiguous']);
  });

  // Catches a typing error that measures less than was asked for, and a start of a name that measures more.
  it.each(['wasn', 'pytorch', '', 'wasm,'])('refuses "%s"', (names) => {
    expect(() => contendersNamed(names)).toThrow(/^--only needs some of wasm,/);
  });
});

describe('comparison', () => {
  it('keeps every core busy: a process per core of a single-threaded engine, one of a native one', () => {
    const settings = comparison(['wasm', 'tensorflow'], 3);
    expect(new Set(settings.map(({ contender, processes }) => `${contender} ${processes}`))).toEqual(
      new Set(['wasm 3', 'tensorflow 1']),
    );
  });
});

describe('growth', () => {
  it.each(dimensions)('changes the %s alone', (dimension) => {
    const others = growth(dimension, 2).map((setting) => JSON.stringify({ ...setting, [dimension]: 0 }));
    expect(new Set(others).size).toBe(1);
    expect(others.length).toBeGreaterThan(1);
  });
});

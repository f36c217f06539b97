import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../src/runner/parse-options.ts';

const options = { mode: { type: 'string', default: 'test' }, resume: { type: 'boolean' } } as const;

describe('parseOptions', () => {
  it('gives what was typed, or the default', () => {
    expect({ ...parseOptions(['--resume'], options) }).toEqual({ mode: 'test', resume: true });
    expect(parseOptions(['--mode', 'smoke'], options).mode).toBe('smoke');
  });

  it.each([
    [['--depth', '8'], "Unknown option '--depth': the options are --mode <value>, --resume"],
    [['smoke'], "Unexpected argument 'smoke'"],
    [['--mode'], "Option '--mode <value>' argument missing: the options are"],
  ])('answers %j with what there is', (args, words) => {
    expect(() => parseOptions(args, options)).toThrow(RangeError);
    expect(() => parseOptions(args, options)).toThrow(words);
  });

  it('says so where there are no options', () => {
    expect(() => parseOptions(['--study'], {})).toThrow("Unknown option '--study': there are no options");
  });
});

import { describe, expect, it } from 'vitest';
import { requestOf } from '../../../../bench/portability/request.ts';

const platforms = ['Node 22', 'arm64', 'Firefox'];

describe('requestOf', () => {
  it('asks every platform for the cases unless told more', () => {
    expect(requestOf([], platforms)).toEqual({
      run: undefined,
      on: undefined,
      all: false,
      write: false,
      report: false,
    });
  });

  it('reads a run of the study, and platforms in any case of letters', () => {
    const { run, on, all } = requestOf(
      ['--run', 'quick/sigmoid-depth-8-seed-3', '--on', 'firefox, NODE 22', '--all'],
      platforms,
    );
    expect({ run, on, all }).toEqual({
      run: { scale: 'quick', activation: 'sigmoid', depth: 8, seed: 3 },
      on: ['Firefox', 'Node 22'],
      all: true,
    });
  });

  it.each([
    [['--run', 'quick/relu-depth-3-seed-1'], /--run needs a run such as .*, got quick\/relu-depth-3-seed-1/],
    [['--on', 'Node 22,Netscape'], '--on needs some of Node 22, arm64, Firefox, got Netscape'],
    [['--al'], /Unknown option '--al'/],
    [['quick'], /Unexpected argument 'quick'/],
  ])('refuses %j', (args, message) => {
    expect(() => requestOf(args, platforms)).toThrow(RangeError);
    expect(() => requestOf(args, platforms)).toThrow(message);
  });
});

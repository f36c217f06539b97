/** Who is measured, and how each is run. */
import { describe, expect, it } from 'vitest';
import { contendersOn, isPytorch } from '../../../../bench/speed/contenders.ts';

const contenders = contendersOn('paper-8');
const idsOf = (subset: typeof contenders) => subset.map(({ id }) => id);

describe('contendersOn', () => {
  it('names every engine and peer, with what it runs', () => {
    expect(contenders.map(({ id, label, program }) => [id, label, ...Object.values(program)])).toEqual([
      ['wasm', 'wasm engine', 'tfjs', 'wasm'],
      ['wasm-library', "wasm, the library's kernels", 'tfjs', 'wasm-library'],
      ['cpu', 'cpu engine', 'tfjs', 'cpu'],
      ['tensorflow', 'tensorflow engine', 'tfjs', 'tensorflow'],
      ['tensorflow-keeping', 'tensorflow engine, memory kept', 'tfjs', 'tensorflow'],
      ['pytorch-nchw', 'PyTorch, NCHW, as installed', 'pytorch', 'contiguous'],
      ['pytorch-nhwc', 'PyTorch, channels last, as installed', 'pytorch', 'channels_last'],
      ['pytorch-nchw-keeping', 'PyTorch, NCHW, memory kept', 'pytorch', 'contiguous'],
      ['pytorch-nhwc-keeping', 'PyTorch, channels last, memory kept', 'pytorch', 'channels_last'],
      ['wasm-alone', 'wasm engine, one process alone', 'tfjs', 'wasm'],
    ]);
  });

  it('fills every core: a process a core of what has one thread, one process of what has a thread a core', () => {
    const perCore = contenders.filter(({ processes }) => processes === 'one a core');
    expect(idsOf(perCore)).toEqual(['wasm', 'wasm-library', 'cpu']);
    expect(new Set(contenders.map(({ processes }) => processes))).toEqual(new Set(['one a core', 'one']));
  });

  it('has the allocator keep memory for the native contenders that say so, and for no other', () => {
    expect(idsOf(contenders.filter(({ keepsMemory }) => keepsMemory))).toEqual([
      'tensorflow-keeping',
      'pytorch-nchw-keeping',
      'pytorch-nhwc-keeping',
    ]);
  });

  it('measures only the cpu engine by a single image', () => {
    expect(idsOf(contenders.filter(({ singleImage }) => singleImage))).toEqual(['cpu']);
  });

  it('measures only the lone process on one case alone, the given one', () => {
    const limited = contenders.filter(({ onlyCase }) => onlyCase !== undefined);
    expect(limited.map(({ id, onlyCase }) => [id, onlyCase])).toEqual([['wasm-alone', 'paper-8']]);
  });
});

describe('isPytorch', () => {
  it('holds for the four rows of PyTorch', () => {
    expect(idsOf(contenders.filter(isPytorch))).toEqual([
      'pytorch-nchw',
      'pytorch-nhwc',
      'pytorch-nchw-keeping',
      'pytorch-nhwc-keeping',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { type FetchProgress, formatProgress, progressPrinter } from '../../../src/dataset/progress.ts';

const wait: FetchProgress = { kind: 'wait', ownerPid: 12 };
const notice: FetchProgress = { kind: 'notice', message: 'test_batch.bin is altered' };
const download = (done: number): FetchProgress => ({ kind: 'download', done: done * 1e6, total: 100e6 });
const store = (done: number, total: number): FetchProgress => ({
  kind: 'store',
  file: `${done}.bin`,
  done,
  total,
});

const events: readonly FetchProgress[] = [
  wait,
  ...Array.from({ length: 101 }, (_, i) => download(i)),
  { kind: 'store', file: 'data_batch_1.bin', done: 1, total: 2 },
  { kind: 'store', file: 'test_batch.bin', done: 2, total: 2 },
];

function printed(isTTY: boolean, shown = events): string {
  let text = '';
  const print = progressPrinter({
    isTTY,
    write: (piece) => {
      text += piece;
    },
  });
  for (const event of shown) print(event);
  return text;
}

const linesOf = (...shown: readonly FetchProgress[]) =>
  shown.map((event) => `${formatProgress(event)}\n`).join('');

describe('formatProgress', () => {
  it('gives a notice in its own words', () => {
    expect(formatProgress(notice)).toBe('CIFAR-10: test_batch.bin is altered');
  });
});

describe('progressPrinter', () => {
  it('writes a few plain lines where there is no terminal', () => {
    expect(printed(false)).toMatchInlineSnapshot(`
      "CIFAR-10: process 12 is already fetching it; waiting
      CIFAR-10: download [······························] 0 of 100 MB
      CIFAR-10: download [████████······················] 25 of 100 MB
      CIFAR-10: download [███████████████···············] 50 of 100 MB
      CIFAR-10: download [███████████████████████·······] 75 of 100 MB
      CIFAR-10: download [██████████████████████████████] 100 of 100 MB
      CIFAR-10: verified [██████████████████████████████] 2 of 2 files (test_batch.bin)
      "
    `);
  });

  it('writes every notice and every wait where there is no terminal, whatever came before', () => {
    const shown = [download(10), notice, notice, download(20), wait, wait];
    expect(printed(false, shown)).toBe(linesOf(...shown));
  });

  it('writes the last file alone where there is no terminal, whatever came before', () => {
    expect(printed(false, [notice, store(1, 3), store(2, 3), store(3, 3)])).toBe(
      linesOf(notice, store(3, 3)),
    );
    expect(printed(false, [download(99), store(1, 1)])).toBe(linesOf(download(99), store(1, 1)));
  });

  it('updates one line on a terminal, and ends it when all is there', () => {
    const text = printed(true);
    expect(text.split('\n')).toHaveLength(3); // the wait, the one line, and nothing after it
    expect(text.split('\r')).toHaveLength(1 + events.length);
    expect(text.endsWith('\x1b[K\n')).toBe(true);
  });

  it('writes on a terminal over what is there, and nothing else', () => {
    const shown = [notice, download(10), store(1, 2)];
    const [first, second, third] = shown.map(formatProgress);
    expect(printed(true, shown)).toBe(`\r${first}\x1b[K\n\r${second}\x1b[K\r${third}\x1b[K`);
  });
});

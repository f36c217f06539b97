import { describe, expect, it } from 'vitest';
import { type Progress, progressPrinter } from '../../../src/dataset/progress.ts';

const events: readonly Progress[] = [
  { kind: 'wait', ownerPid: 12 },
  ...Array.from({ length: 101 }, (_, i): Progress => ({ kind: 'download', done: i * 1e6, total: 100e6 })),
  { kind: 'store', file: 'data_batch_1.bin', done: 1, total: 2 },
  { kind: 'store', file: 'test_batch.bin', done: 2, total: 2 },
];

function printed(isTTY: boolean): string {
  let text = '';
  const print = progressPrinter({
    isTTY,
    write: (piece) => {
      text += piece;
    },
  });
  for (const event of events) print(event);
  return text;
}

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

  it('updates one line on a terminal, and ends it when all is there', () => {
    const text = printed(true);
    expect(text.split('\n')).toHaveLength(3); // the wait, the one line, and nothing after it
    expect(text.split('\r')).toHaveLength(1 + events.length);
    expect(text.endsWith('\x1b[K\n')).toBe(true);
  });
});

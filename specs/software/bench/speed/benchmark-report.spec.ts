/** The benchmark's page. */
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../bench/speed/assignment.ts';
import {
  benchmarkReport,
  memoryTable,
  ratioTable,
  sideBySide,
  speedTable,
} from '../../../../bench/speed/benchmark-report.ts';
import { contendersOn } from '../../../../bench/speed/contenders.ts';
import { benchmarkOf, cellsOf, measured, samplesOf } from '../../../support/planted-benchmark.ts';

const whole = benchmarkOf(
  ...samplesOf('wasm', 'paper-1', measured(150, 300), measured(140, 310), measured(161.4, 290)),
  ...samplesOf('wasm', 'paper-8', measured(40), measured(36), measured(38)),
  ...samplesOf('wasm-alone', 'paper-8', measured(20)),
  ...samplesOf('cpu', 'paper-8', measured(0.02123)),
  ...samplesOf('pytorch-nchw', 'paper-8', measured(18)),
  ...samplesOf('pytorch-nhwc-keeping', 'paper-8', measured(152)),
);

const failed = { status: 'failed', reason: 'ended with SIGKILL' } as const;

describe('speedTable', () => {
  it('shows medians with their extremes, to three digits', () => {
    expect(cellsOf(speedTable(whole), 'wasm engine')).toEqual(['150 (140–161)', '38.0 (36.0–40.0)']);
    expect(cellsOf(speedTable(whole), 'cpu engine')).toEqual(['left out', '0.0212']);
  });

  it('shows thousands in full, and a single repetition without extremes', () => {
    const fast = benchmarkOf(...samplesOf('wasm', 'paper-1', measured(1234.4)));
    expect(cellsOf(speedTable(fast), 'wasm engine')).toEqual(['1234', 'left out']);
  });

  it('has a row for every contender, measured or not', () => {
    const rows = contendersOn('paper-8').filter(({ onlyCase }) => onlyCase === undefined);
    for (const { label } of rows)
      expect(cellsOf(speedTable(benchmarkOf()), label)).toEqual(['left out', 'left out']);
  });
});

describe('ratioTable', () => {
  it("compares with the best PyTorch row of the same column, that row's own share being 100 %", () => {
    expect(cellsOf(ratioTable(whole), 'PyTorch, channels last, memory kept')).toEqual(['left out', '100 %']);
    expect(cellsOf(ratioTable(whole), 'cpu engine')).toEqual(['left out', '0.014 %']);
  });

  // Catches a comparison with nothing that reads as 100 %.
  it('compares with nothing where PyTorch was not measured', () => {
    expect(cellsOf(ratioTable(whole), 'wasm engine')).toEqual(['no PyTorch', '25 %']);
  });
});

describe('memoryTable', () => {
  it('shows the largest process of any repetition', () => {
    expect(cellsOf(memoryTable(whole), 'wasm engine')).toEqual(['310', '100']);
  });
});

describe('sideBySide', () => {
  it('says what a process loses to its neighbours', () => {
    expect(sideBySide(whole)).toContain(
      'trains 20.0 images/s; 2 side by side train 38.0 in sum, so each loses 5.0 %',
    );
  });

  it.each<[string, Outcome[], Outcome[], string]>([
    ['the lone process was left out', [measured(38)], [], 'was left out'],
    ['the lone process failed', [measured(38)], [failed], 'failed'],
    ['the processes side by side were left out', [], [measured(20)], 'was left out'],
    ['the processes side by side failed', [failed], [measured(20)], 'failed'],
    ['one half failed and the other was left out', [failed], [], 'failed'],
  ])('says so if %s', (_, together, alone, what) => {
    const halves = [
      ...samplesOf('wasm', 'paper-8', ...together),
      ...samplesOf('wasm-alone', 'paper-8', ...alone),
    ];
    expect(sideBySide(benchmarkOf(...halves))).toBe(`Not measured: the wasm engine at deep ${what}.`);
  });

  it('says so if nobody is measured alone, or on a case that there is not', () => {
    const together = whole.contenders.filter(({ id }) => id !== 'wasm-alone');
    expect(sideBySide({ ...whole, contenders: together })).toBe('Not measured.');
    expect(sideBySide({ ...whole, contenders: contendersOn('paper-99') })).toBe('Not measured.');
  });
});

describe('benchmarkReport', () => {
  // Catches any change of a word or number that nobody meant; review the difference, then update with `vitest -u`.
  it('is, for made-up figures, what was last reviewed', async () => {
    const absent = { status: 'absent', reason: 'no torch' } as const;
    const page = benchmarkOf(
      ...whole.samples,
      ...samplesOf('tensorflow', 'paper-1', failed),
      ...samplesOf('tensorflow-keeping', 'paper-1', failed),
      ...samplesOf('pytorch-nhwc', 'paper-1', absent),
      ...samplesOf('pytorch-nhwc', 'paper-8', absent),
    );
    await expect(benchmarkReport(page)).toMatchFileSnapshot('./reviewed-benchmarks.md');
  });

  it('leaves no gap where there is nothing to remark', () => {
    const fit = contendersOn('paper-8').filter(({ singleImage }) => !singleImage);
    const page = benchmarkReport({ ...benchmarkOf(), contenders: fit });
    expect(page).toMatch(/\|\n\n## Compared with PyTorch\n\n/);
  });

  it('shows a contender that fails as failed in every table, with its reason and case', () => {
    const page = benchmarkOf(...samplesOf('wasm', 'paper-8', measured(38), failed, measured(39)));
    for (const table of [speedTable, ratioTable, memoryTable]) {
      expect(cellsOf(table(page), 'wasm engine')).toEqual(['left out', 'failed']);
    }
    expect(benchmarkReport(page)).toContain('- wasm engine at deep: failed: ended with SIGKILL');
  });

  it('says of an absent peer that it is absent, once, and why', () => {
    const absent = { status: 'absent', reason: 'no torch' } as const;
    const samples = ['paper-1', 'paper-8'].flatMap((id) => samplesOf('pytorch-nchw', id, absent));
    const page = benchmarkReport(benchmarkOf(...samples));
    expect(cellsOf(page, 'PyTorch, NCHW, as installed')).toEqual(['absent', 'absent']);
    expect(page.match(/PyTorch, NCHW, as installed: absent: no torch/g)).toHaveLength(1);
  });

  it('names machine, versions, date and command, and gives the same page for the same figures', () => {
    const page = benchmarkReport(whole);
    for (const part of [
      'Abacus, 2 cores, 8 GB',
      'Node v20.0.0',
      'measurement: 0.13',
      '4.22.0',
      '2026-01-02',
      '`npm run bench`',
    ]) {
      expect(page).toContain(part);
    }
    expect(benchmarkReport(whole)).toBe(page);
  });
});

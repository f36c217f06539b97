/** The benchmark's page. */
import { describe, expect, it } from 'vitest';
import {
  benchmarkReport,
  memoryTable,
  ratioTable,
  sideBySide,
  speedTable,
} from '../../../src/benchmark/benchmark-report.ts';
import { contendersOn } from '../../../src/benchmark/contenders.ts';
import { benchmarkOf, cellsOf, measured, samplesOf } from './made-up-benchmark.ts';

const whole = benchmarkOf(
  ...samplesOf('wasm', 'paper-1', measured(150, 300), measured(140, 310), measured(161.4, 290)),
  ...samplesOf('wasm', 'paper-8', measured(40), measured(36), measured(38)),
  ...samplesOf('wasm-alone', 'paper-8', measured(20)),
  ...samplesOf('cpu', 'paper-8', measured(0.02123)),
  ...samplesOf('pytorch-nchw', 'paper-8', measured(18)),
  ...samplesOf('pytorch-nhwc-keeping', 'paper-8', measured(152)),
);

describe('speedTable', () => {
  it('shows medians with their extremes, to three digits', () => {
    expect(cellsOf(speedTable(whole), 'wasm engine')).toEqual(['150 (140–161)', '38.0 (36.0–40.0)']);
    expect(cellsOf(speedTable(whole), 'cpu engine')).toEqual(['left out', '0.0212']);
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

  it('says so if a half of the comparison is missing', () => {
    expect(sideBySide(benchmarkOf(...samplesOf('wasm', 'paper-8', measured(38))))).toMatch(/^Not measured/);
  });
});

describe('benchmarkReport', () => {
  it('shows a contender that fails as failed in every table, with its reason and case', () => {
    const failed = { status: 'failed', reason: 'ended with SIGKILL' } as const;
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

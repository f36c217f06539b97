/** Evidence with each outcome of the gate, and the report's own words taken apart, for specs of the report. */

import type { Outcome } from '../../src/judging/verdict.ts';
import type { Evidence } from '../../src/records/evidence.ts';
import { plantedEvidence, plantedFingerprint } from './planted-evidence.ts';
import type { Run, ScaleName } from './this-study.ts';

/** Whole images' worth of accuracies, a little different for each seed and arm. */
const accuracies: Readonly<Record<Outcome, (run: Run) => number>> = {
  supported: (run) => 0.4 + noise(run) + (run.activation === 'relu' ? 0.03 : -0.01) * run.depth,
  refuted: (run) => 0.4 + noise(run) + (run.activation === 'relu' ? -0.01 : 0.03) * run.depth,
  inconclusive: (run) => 0.4 + 20 * noise(run),
};

/** By recomputed statistics: Sigmoid gains from depth, or loses by it, or is as bad as by running ones. */
const recomputed: Readonly<Record<Outcome, ((run: Run) => number) | undefined>> = {
  supported: (run) => 0.41 + noise(run, 2) + (run.activation === 'relu' ? 0.03 : 0.01) * run.depth,
  refuted: (run) => 0.38 + noise(run, 2) + (run.activation === 'relu' ? -0.01 : 0.005) * run.depth,
  inconclusive: undefined,
};

/** Evidence whose gate comes out as asked. */
export function evidenceFor(outcome: Outcome, scale: ScaleName = 'quick'): Evidence {
  return plantedEvidence(accuracies[outcome], scale, plantedFingerprint, recomputed[outcome]);
}

/**
 * Evidence with these test accuracies epoch by epoch, 0–1, whatever their number and value: only the accuracies are made
 * over, so the records' digests and predictions no longer fit.
 */
export function withCurves(curveOf: (run: Run) => readonly number[], scale: ScaleName = 'quick'): Evidence {
  const evidence = evidenceFor('supported', scale);
  const records = evidence.records.map((record) => {
    const [first] = record.epochs;
    const epochs = curveOf(record.run).map((testAccuracy) => ({ ...first!, testAccuracy }));
    return { ...record, epochs };
  });
  return { ...evidence, records };
}

/** The same evidence in other objects; its study, which has functions, stays. */
export function cloned({ study, ...data }: Evidence): Evidence {
  return { study, ...structuredClone(data) };
}

/** The cells of the first markdown table below a heading, its header row included. */
export function tableBelow(markdown: string, heading: string): string[][] {
  const [, ...below] = markdown.split(`\n${heading}\n`);
  const lines = below.join('').split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(start);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return cellsOf(rows.slice(0, end).join('\n'));
}

/** The cells of a markdown table, its header row included. */
export function cellsOf(table: string): string[][] {
  const cells = table.split('\n').map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return cells.filter((_, index) => index !== 1); // the rule below the header
}

/** Where a markdown table sets its columns: `l` for left, `r` for right. */
export function alignmentOf(table: string): string {
  const [, rule] = table.split('\n');
  const columns = rule!.split('|').slice(1, -1);
  return columns.map((column) => (column.trim().endsWith(':') ? 'r' : 'l')).join('');
}

// Factors of seed that differ modulo 11 wherever two runs are compared, so that no difference is the same for each seed.
function noise({ activation, depth, seed }: Run, turn = 1): number {
  return ((seed * turn * (depth + 2) * (activation === 'relu' ? 3 : 5) + depth) % 11) / 1000;
}

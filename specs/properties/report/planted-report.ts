/** Evidence with each outcome of the gate, and the report's own words taken apart, for specs of the report. */

import type { Outcome } from '../../../src/hypotheses/verdict.ts';
import type { Evidence } from '../../../src/records/evidence.ts';
import type { Run, ScaleName } from '../../../src/study.ts';
import { syntheticEvidence } from '../../support/synthetic-evidence.ts';

/** Whole images' worth of accuracies, a little different for each seed and arm. */
const accuracies: Readonly<Record<Outcome, (run: Run) => number>> = {
  supported: (run) => 0.4 + noise(run) + (run.activation === 'relu' ? 0.03 : -0.01) * run.depth,
  refuted: (run) => 0.4 + noise(run) + (run.activation === 'relu' ? -0.01 : 0.03) * run.depth,
  inconclusive: (run) => 0.4 + 20 * noise(run),
};

/** Evidence whose gate comes out as asked. */
export function evidenceFor(outcome: Outcome, scale: ScaleName = 'quick'): Evidence {
  return syntheticEvidence(accuracies[outcome], scale);
}

/** The cells of the first markdown table below a heading, its header row included. */
export function tableBelow(markdown: string, heading: string): string[][] {
  const [, ...below] = markdown.split(`\n${heading}\n`);
  const lines = below.join('').split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(start);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  const cells = rows.slice(0, end).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return cells.filter((_, index) => index !== 1); // the rule below the header
}

function noise({ activation, depth, seed }: Run): number {
  return ((seed * 7 + depth * 3 + (activation === 'relu' ? 5 : 0)) % 11) / 1000;
}

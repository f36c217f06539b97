/** How far batch norm's running statistics trail those recomputed for the same weights. */
import { activationLooks } from '../network/activations.ts';
import { type Evidence, valuesOf } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import { mean } from '../statistics/mean.ts';
import { table } from './table.ts';

/** How far running means trail the recomputed ones after the last epoch, in standard deviations: mean over seeds and layers. */
export function lagTable(evidence: Evidence): string {
  const { activations: trained, depths } = evidence.study.grid;
  const rows = depths.map((depth) => [
    String(depth),
    ...trained.map((activation) => mean(valuesOf(evidence, activation, depth, meanLag)).toFixed(2)),
  ]);
  return table([['Blocks', ...trained.map((activation) => activationLooks[activation].label)], ...rows]);
}

function meanLag({ epochs }: RunRecord): number {
  return mean(epochs.at(-1)?.runningMeanLag ?? [Number.NaN]);
}

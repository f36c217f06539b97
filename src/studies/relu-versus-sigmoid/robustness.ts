/** The study's part of the appendix: its rules applied otherwise than registered, and what they assume. */
import type { Verdict } from '../../judging/verdict.ts';
import type { Evidence } from '../../records/evidence.ts';
import { bestEpochTable, lagTable } from '../../report/accuracy-tables.ts';
import { bootstrapTable, signFlipTable } from '../../report/assumptions.ts';
import { layerTable } from '../../report/mechanism.ts';
import { verdictOn } from '../../report/verdict-on.ts';
import { bothVerdictsTable } from './both-evaluations.ts';
import { collapsedRuns, leaveOneOutTable, metricTable, uncertaintyTable } from './robustness-tables.ts';

/** Seeds of the probe from which on resampling them says something. */
const RESAMPLED = 20;

/** Sets the robustness checks. @returns paragraphs of markdown */
export function robustness(evidence: Evidence, verdicts: readonly Verdict[]): readonly string[] {
  const { study, scale } = evidence;
  return [
    '### By the other evaluation',
    bothVerdictsTable(evidence),
    'H1, H2b and H4b are registered for the running statistics; the other rows apply their rules to the recomputed ones, ' +
      'for comparison only, and each row as if it were alone.',
    '### By other epochs',
    metricTable(evidence),
    '### Leave one seed out',
    leaveOneOutTable(evidence),
    'With 2 seeds left the one-sided t test needs t > 6.31, so an outcome may turn inconclusive for want of seeds alone.',
    '### Without assuming normal distributions',
    signFlipTable(verdictOn('H1', verdicts)),
    'The t tests assume that seeds differ normally. Sign flips assume symmetry alone, but n seeds can never give a p ' +
      'under 2⁻ⁿ: with fewer than 5 seeds no verdict on H1 is possible without that assumption.',
    ...(study.scales[scale].probeSeeds >= RESAMPLED
      ? ['The probe has seeds enough to be resampled instead:', bootstrapTable(verdictOn('H8', verdicts))]
      : []),
    '### Other sources of uncertainty',
    uncertaintyTable(evidence),
    'In percentage points. The test-set error is the standard error that sampling the test images gives δ, mean over ' +
      'seeds; McNemar’s exact test compares the two networks of a seed on the same images.',
    collapsedRuns(evidence),
    '### Other epochs and statistics',
    bestEpochTable(evidence),
    'Choosing the epoch on the test set, as the notebook does, biases a result upward; "best − final" is how far the best epoch lies above the last, in ' +
      'percentage points, mean over seeds.',
    'How far the running means trail the recomputed ones after the last epoch, in standard deviations, mean over seeds and layers:',
    lagTable(evidence),
    '<details><summary>Gradient by layer, mean over seeds</summary>',
    layerTable(evidence),
    '</details>',
  ];
}

/** The study's part of the appendix: its rules applied otherwise than registered, and what they assume. */
import type { Verdict } from '../../judging/verdict.ts';
import type { Evidence } from '../../records/evidence.ts';
import { bestEpochTable, evaluationTable } from '../../report/accuracy-tables.ts';
import { layerTable } from '../../report/mechanism.ts';
import { verdictOn } from '../../report/verdict-on.ts';
import { bootstrapTable, signFlipTable } from './assumptions.ts';
import { otherReadingsTable } from './other-readings.ts';
import { collapsedRuns, leaveOneOutTable, liftRange, uncertaintyTable } from './robustness-tables.ts';

/** Seeds of the probe from which on resampling them says something. */
const RESAMPLED = 20;

/** Sets the robustness checks. @returns paragraphs of markdown */
export function robustness(evidence: Evidence, verdicts: readonly Verdict[]): readonly string[] {
  const { study, scale } = evidence;
  return [
    '### By the other evaluation, and by other epochs',
    otherReadingsTable(evidence),
    'H1, H2b and H4b are registered for the last epoch by running statistics; the other rows apply their rules otherwise, for comparison only, ' +
      'and each row as if it were alone. An outcome that turns from row to row hangs on the moment that is read.',
    liftRange(evidence),
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
    'What comes with the running statistics after the last epoch, mean over seeds: how far their means trail the recomputed ones (lag, in standard deviations, mean over ' +
      'layers), by how many points recomputing lifts test accuracy, and the share of test images that get the class which most get ' +
      '(10 % if all classes were called alike). Which of the statistics it is that costs accuracy, and how a lag so small can, stands ' +
      '[beside this report](which-statistics.md), for `paper` scale.',
    evaluationTable(evidence),
    '<details><summary>Gradient by layer, mean over seeds</summary>',
    layerTable(evidence),
    '</details>',
  ];
}

/** The study's rules applied to other accuracies than the registered one: by recomputed statistics, or of other epochs. */
import { judgeWith } from '../../judging/judge-with.ts';
import {
  bestAccuracy,
  type Evidence,
  finalAccuracy,
  lastThreeAccuracy,
  recomputedAccuracy,
} from '../../records/evidence.ts';
import { interval, points } from '../../report/number-format.ts';
import { wordTable } from '../../report/table.ts';
import { registeredChoices } from './choices.ts';
import { reluBeatsSigmoid } from './hypotheses/h1-relu-beats-sigmoid.ts';
import { leadSlope } from './hypotheses/h2b-lead-slope.ts';
import { sigmoidDeclines } from './hypotheses/h4b-sigmoid-declines.ts';

/** By running statistics, unless the name says otherwise. */
const readings = {
  'last epoch, as registered': finalAccuracy,
  'last epoch, recomputed statistics': recomputedAccuracy,
  'mean of the last 3 epochs': lastThreeAccuracy,
  'best epoch, as in the source': bestAccuracy,
};

/** The rules of H1, H2b and H4b, each as if it were alone, applied to every reading. */
export function otherReadingsTable(evidence: Evidence): string {
  const rows = [reluBeatsSigmoid, leadSlope, sigmoidDeclines].flatMap((hypothesis) =>
    Object.entries(readings).map(([name, read]) => {
      const { outcome, comparisons } = judgeWith(hypothesis, evidence, { ...registeredChoices, read });
      const effects = comparisons.map(
        ({ label, effect, bounds }) => `${label}: ${points(effect)} ${interval(bounds)}`,
      );
      return [hypothesis.id, name, effects.join('; '), outcome];
    }),
  );
  return wordTable([['Rule', 'Test accuracy', 'Effect and deciding bounds (points)', 'Alone'], ...rows]);
}

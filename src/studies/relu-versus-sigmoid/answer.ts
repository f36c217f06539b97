/** The report's first paragraph: what became of the claim, in a few sentences that each follow from verdicts alone. */
import type { Outcome, Verdict } from '../../judging/verdict.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy, valuesOf } from '../../records/evidence.ts';
import { admissibility } from '../../report/baselines.ts';
import { leadAt, publishedLeads } from '../../report/lead.ts';
import { interval, percent, points } from '../../report/number-format.ts';
import { verdictOn, wasTested } from '../../report/verdict-on.ts';
import { leastSquares } from '../../statistics/least-squares.ts';
import { mean } from '../../statistics/mean.ts';
import { design } from './design.ts';

const { depths } = design.grid;
const [SHALLOWEST, DEEPEST] = [Math.min(...depths), Math.max(...depths)];

/**
 * Answers the question whether the claim holds: its parts with their outcomes, its size, and whether the decline that
 * the notebook saw is one of learning or of evaluation.
 *
 * @throws Error if a verdict is missing that it is made of
 */
export function answer(evidence: Evidence, verdicts: readonly Verdict[]): string {
  return [
    partsSentence(evidence, verdicts),
    sizeSentence(evidence, verdicts),
    evaluationSentence(evidence, verdicts),
  ].join(' ');
}

const { declinePoints, liftPoints } = design.analysis;

// The claim and what the notebook concludes from it, each with the hypothesis that judges it.
const parts = [
  ['H1', 'that ReLU does better in deep networks'],
  ['H2b', 'that its lead grows with depth'],
  ['H4b', `that Sigmoid itself loses more than ${declinePoints} points by depth`],
] as const;

function partsSentence(evidence: Evidence, verdicts: readonly Verdict[]): string {
  const judged = parts.map(([id, words]) => {
    const { outcome, reason } = verdictOn(id, verdicts);
    return `${words} is **${wasTested(reason) ? outcome : 'not tested'}** (${id})`;
  });
  return `${opening(evidence)}: ${judged.slice(0, -1).join(', ')}, and ${judged.at(-1)}.`;
}

function opening(evidence: Evidence): string {
  const { scale } = evidence;
  const able = admissibility(evidence);
  if (!able) return `\`${scale}\` scale only proves that the pipeline runs; by its rules`;
  const { admissible, accuracy, baseline } = able;
  if (admissible) return scale === 'paper' ? 'At the notebook’s own scale' : `At \`${scale}\` scale`;
  const instead = scale === 'paper' ? '' : ', only who learns faster early on';
  return (
    `\`${scale}\` scale cannot test the claim itself${instead}: Sigmoid with ${SHALLOWEST} block ends at ` +
    `${percent(accuracy)}, below a regression on three mean colours (${percent(baseline)}). By its rules`
  );
}

function sizeSentence(evidence: Evidence, verdicts: readonly Verdict[]): string {
  const deltas = depths.map((depth) => `${points(leadAt(evidence, depth).effect)} with ${depth}`);
  const [slope] = verdictOn('H2b', verdicts).comparisons;
  return (
    `ReLU − Sigmoid, in percentage points of test accuracy by number of blocks: ${deltas.join(', ')}; per block its lead changes by ` +
    `${points(slope?.effect ?? Number.NaN)} ${interval(slope?.bounds)}, in the notebook, of best epochs, by ${points(leastSquares(depths, publishedLeads(evidence.study) ?? []).slope)}.`
  );
}

function evaluationSentence(evidence: Evidence, verdicts: readonly Verdict[]): string {
  const sigmoid = (depth: number, read: typeof finalAccuracy) =>
    percent(mean(valuesOf(evidence, 'sigmoid', depth, read)));
  const figures =
    `Sigmoid with ${DEEPEST} blocks reaches ${sigmoid(DEEPEST, finalAccuracy)} by batch norm’s running statistics, as the notebook ` +
    `evaluates, and ${sigmoid(DEEPEST, recomputedAccuracy)} by statistics recomputed for the same weights, by which it has ` +
    `${sigmoid(SHALLOWEST, recomputedAccuracy)} with ${SHALLOWEST} block`;
  const outcome = (id: string) => verdictOn(id, verdicts).outcome;
  return `${figures}: ${evaluationWords(outcome('H9a'), outcome('H9b'), outcome('H4b'))}`;
}

// A decline that was not seen here has no cause here.
function evaluationWords(lift: Outcome, gain: Outcome, decline: Outcome): string {
  if (lift === 'supported' && gain === 'supported') {
    return decline === 'supported'
      ? `so what Sigmoid loses from ${SHALLOWEST} block to ${DEEPEST}, the notebook’s "substantial degradation", is here a matter of evaluation: by recomputed ` +
          'statistics it gains (H4b, H9a, H9b).'
      : 'so evaluation hides part of what deep Sigmoid networks reach, and by recomputed statistics they reach more than shallow ones (H9a, H9b).';
  }
  if (lift === 'supported' && gain === 'refuted') {
    return 'so evaluation hides part of what deep Sigmoid networks reach (H9a), and they reach less than shallow ones all the same (H9b refuted).';
  }
  if (lift === 'supported') {
    return 'so evaluation hides part of what deep Sigmoid networks reach (H9a); that they reach more than shallow ones is not decided (H9b).';
  }
  return `H9a, by which evaluation hides more than ${liftPoints} point of what deep Sigmoid networks reach, is ${lift === 'refuted' ? 'refuted' : 'not decided'}.`;
}

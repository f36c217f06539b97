/** What was found: what each explanation predicted and what happened, then its figure and its numbers. */
import type { Verdict } from '../../judging/verdict.ts';
import { activationLooks } from '../../network/activations.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy, valuesOf } from '../../records/evidence.ts';
import { figureOf } from '../../report/figure-link.ts';
import { meanAndDeviation, points } from '../../report/number-format.ts';
import { table, wordTable } from '../../report/table.ts';
import { mean } from '../../statistics/mean.ts';
import { standardDeviation } from '../../statistics/variance.ts';
import { type Condition, conditionsOf } from '../../study.ts';
import { explanations } from './explanations.ts';
import { hypotheses } from './hypotheses.ts';

/** Sets the results. @returns paragraphs of markdown */
export function results(
  evidence: Evidence,
  verdicts: readonly Verdict[],
  figuresFolder: string,
): readonly string[] {
  const figure = figureOf(figuresFolder);
  return [
    '## What each explanation predicted, and what happened',
    predictionTable(verdicts),
    `Each is judged by itself at 5 %: if none of the seven held, one of them would be supported all the same in up to ${percentOfAny()} % ` +
      'of such studies. What is supported by a wide margin should be believed, and repeated, before what is supported by a narrow one.',
    '## Intervention by intervention',
    'Dots are seeds, bars their mean with its two-sided 95 % interval. On the left accuracy by recomputed statistics, on which the rules of E1 to ' +
      'E5 are judged; on the right by running statistics, as the notebook evaluates.',
    ...explanations.flatMap(({ id, name, figure: file }) => [
      `### ${id}, ${name}`,
      figure(file, `${name}: the conditions compared, by both evaluations`),
      hypotheses.find((hypothesis) => hypothesis.id === id)?.origin ?? '',
    ]),
    '## Every condition',
    conditionTable(evidence),
    'Test accuracy after the last epoch in per cent, mean ± standard deviation over seeds.',
  ];
}

function percentOfAny(): number {
  return Math.round(100 * (1 - 0.95 ** explanations.length));
}

function predictionTable(verdicts: readonly Verdict[]): string {
  const rows = explanations.map(({ id, name, intervention, predicts }) => {
    const verdict = verdicts.find((each) => each.id === id);
    const seen = verdict?.comparisons.find(({ label }) => label !== 'the gap');
    const effect = seen ? `${seen.label}: ${points(seen.effect)}` : '—';
    return [id, name, intervention, predicts, effect, `**${verdict?.outcome ?? 'not judged'}**`];
  });
  return wordTable([['', 'Explanation', 'Intervention', 'It predicts', 'Seen (points)', 'Verdict'], ...rows]);
}

function conditionTable(evidence: Evidence): string {
  const rows = conditionsOf(evidence.study).map((condition) => [
    nameOf(condition),
    String(condition.depth),
    cell(evidence, condition, recomputedAccuracy),
    cell(evidence, condition, finalAccuracy),
  ]);
  return table([['Condition', 'Blocks', 'recomputed', 'running'], ...rows]);
}

function nameOf({ activation, variation }: Condition): string {
  const { label } = activationLooks[activation];
  return variation ? `${label}, ${variation}` : label;
}

function cell(
  evidence: Evidence,
  { activation, depth, variation }: Condition,
  read: typeof finalAccuracy,
): string {
  const values = valuesOf(evidence, activation, depth, read, variation).map((value) => 100 * value);
  return meanAndDeviation(mean(values), standardDeviation(values), 2);
}

/** What was found: what each explanation predicted and what happened, then its figure and its numbers. */
import type { Verdict } from '../../judging/verdict.ts';
import { activationLooks } from '../../network/activations.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy, valuesOf } from '../../records/evidence.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { figureOf } from '../../report/figure-link.ts';
import { fixed, meanAndDeviation, points } from '../../report/number-format.ts';
import { table, wordTable } from '../../report/table.ts';
import { mean } from '../../statistics/mean.ts';
import { conditionsOf } from '../../study.ts';
import { accuracies, bestBudget, DEEP } from './contrasts.ts';
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
    predictionTable(evidence, verdicts),
    `Each is judged by itself at 5 %. At least one of the seven verdicts, for or against, is wrong in at most ${5 * explanations.length} % of such studies, if ` +
      'seeds differ normally and the choice of rates in E3 is left aside; all seven share the same seeds. What is decided by a wide margin should be ' +
      'believed, and repeated, before what is decided by a narrow one.',
    movers(evidence),
    '## Intervention by intervention',
    `Dots are seeds, bars their mean with its two-sided 95 % interval. All with ${DEEP} blocks, unless it says otherwise.`,
    ...explanations.flatMap(({ id, name, caption, figure: file }) => [
      `### ${id}, ${name}`,
      figure(file, caption),
      caption,
      hypotheses.find((hypothesis) => hypothesis.id === id)?.origin ?? '',
      ...(id === 'E5' ? [epochTable(evidence)] : []),
    ]),
    '## Every condition',
    conditionTable(evidence),
    'Test accuracy after the last epoch in per cent, mean ± standard deviation over seeds.',
  ];
}

/** What moved Sigmoid most, whether or not a rule asks for it. */
function movers(evidence: Evidence): string {
  const from = mean([...accuracies(evidence, 'sigmoid')]);
  const gained = (values: readonly number[]) => points(100 * (mean([...values]) - from));
  const best = bestBudget(evidence, 'sigmoid');
  return (
    `What moved Sigmoid most supported no explanation by its rule: standardised features at their best rate, ${gained(best.values)} points (ReLU gains by them, too); four ` +
    `times the epochs, ${gained(accuracies(evidence, 'sigmoid', 'epochs-times-4'))}; tanh in its place, odd and of Sigmoid’s shape at a larger slope, ` +
    `${gained(accuracies(evidence, 'tanh'))}. These were chosen by looking, and no test of their own stands behind them.`
  );
}

function predictionTable(evidence: Evidence, verdicts: readonly Verdict[]): string {
  const rows = explanations.map(({ id, name, intervention, predicts, seen }) => [
    id,
    name,
    intervention,
    predicts,
    seen(evidence),
    `**${verdicts.find((verdict) => verdict.id === id)?.outcome ?? 'not judged'}**`,
  ]);
  return wordTable([['', 'Explanation', 'Intervention', 'It predicts', 'Seen', 'Verdict'], ...rows]);
}

/** Both arms epoch by epoch, as far as each was trained: who is where at equal time, which no rule asks. */
function epochTable(evidence: Evidence): string {
  const { epochs } = evidence.study.scales[evidence.scale];
  const after = (epoch: number) => (record: RunRecord) =>
    record.epochs[epoch - 1]?.recomputedTestAccuracy ?? Number.NaN;
  const cells = (epoch: number) => {
    const sigmoid = accuracies(evidence, 'sigmoid', 'epochs-times-4', DEEP, after(epoch));
    const relu = epoch <= epochs ? accuracies(evidence, 'relu', undefined, DEEP, after(epoch)) : undefined;
    return [String(epoch), percentOf(sigmoid), relu ? percentOf(relu) : '—'];
  };
  const shown = [1, 2, 3, 4, 8, 12, 16].filter((multiple) => multiple <= 4 * epochs);
  return table([['Epoch', 'Sigmoid (%)', 'ReLU (%)'], ...shown.map(cells)]);
}

function percentOf(values: readonly number[]): string {
  return fixed(100 * mean([...values]), 2);
}

function conditionTable(evidence: Evidence): string {
  const rows = conditionsOf(evidence.study).map(({ activation, depth, variation }) => {
    const { label } = activationLooks[activation];
    const cells = [recomputedAccuracy, finalAccuracy].map((read) =>
      meanAndDeviation(valuesOf(evidence, activation, depth, read, variation)),
    );
    return [variation ? `${label}, ${variation}` : label, String(depth), ...cells];
  });
  return table([['Condition', 'Blocks', 'recomputed', 'running'], ...rows]);
}

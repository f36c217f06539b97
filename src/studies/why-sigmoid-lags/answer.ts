/** The report's first paragraph: how large the gap is, and which explanations stand, fall, or are not decided. */
import type { Outcome, Verdict } from '../../judging/verdict.ts';
import type { Evidence } from '../../records/evidence.ts';
import { admissibility } from '../../report/baselines.ts';
import { interval, percent, points } from '../../report/number-format.ts';
import { mean } from '../../statistics/mean.ts';
import { pairedT } from '../../statistics/paired-t.ts';
import { DEEP, gap } from './contrasts.ts';
import { explanations } from './explanations.ts';

/** Answers which explanation holds. @returns sentences that follow from verdicts and the gap alone */
export function answer(evidence: Evidence, verdicts: readonly Verdict[]): string {
  return `${scaleSentence(evidence)}${gapSentence(evidence)} ${standing(verdicts)}`;
}

function scaleSentence(evidence: Evidence): string {
  const able = admissibility(evidence);
  if (able === undefined) return `\`${evidence.scale}\` scale only proves that the pipeline runs. `;
  if (able.admissible) return '';
  return (
    `This scale is too small to say much: Sigmoid with 1 block ends at ${percent(able.accuracy)}, below a regression on three mean ` +
    `colours (${percent(able.baseline)}). `
  );
}

function gapSentence(evidence: Evidence): string {
  const values = gap(evidence).map((value) => 100 * value);
  const test = pairedT(values, values.map(() => 0)); // biome-ignore format: one line
  const bounds = test.kind === 'estimate' ? interval(test.interval) : interval(undefined);
  return (
    `With ${DEEP} blocks, ReLU is ${points(mean(values))} percentage points ${bounds} ahead of Sigmoid in test accuracy by recomputed ` +
    'statistics, in which no lag of evaluation has a part.'
  );
}

function standing(verdicts: readonly Verdict[]): string {
  const named = (outcome: Outcome) =>
    explanations
      .filter(({ id }) => verdicts.find((verdict) => verdict.id === id)?.outcome === outcome)
      .map(({ id, name }) => `${name} (${id})`);
  const part = (words: string, names: readonly string[]) =>
    names.length > 0 ? [`${words}: ${names.join('; ')}.`] : [];
  const supported = named('supported');
  return [
    ...(supported.length > 0
      ? part('Of seven explanations **supported**', supported)
      : ['Of seven explanations **none** is supported.']),
    ...part('**Refuted**', named('refuted')),
    ...part('**Not decided**', named('inconclusive')),
  ].join(' ');
}

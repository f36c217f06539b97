/** The report's first paragraph: how large the gap is, which predictions came true, which did not, which are not decided. */
import type { Outcome, Verdict } from '../../judging/verdict.ts';
import type { Evidence } from '../../records/evidence.ts';
import { admissibility } from '../../report/baselines.ts';
import { meanInterval } from '../../report/mean-interval.ts';
import { interval, percent, points } from '../../report/number-format.ts';
import { verdictOn } from '../../report/verdict-on.ts';
import { mean } from '../../statistics/mean.ts';
import { stepsPerEpoch } from '../../training/run-settings.ts';
import { DEEP, gap, SHALLOW } from './contrasts.ts';
import { explanations } from './explanations.ts';

/** Answers which predictions came true. @returns sentences that follow from verdicts and the gap alone */
export function answer(evidence: Evidence, verdicts: readonly Verdict[]): string {
  return [...scaleSentence(evidence), gapSentence(evidence), standing(verdicts), evaluation(verdicts)].join(
    ' ',
  );
}

function scaleSentence(evidence: Evidence): readonly string[] {
  const able = admissibility(evidence);
  if (able === undefined) return [`\`${evidence.scale}\` scale only proves that the pipeline runs.`];
  if (able.admissible) return [];
  return [
    `\`${evidence.scale}\` scale speaks of early training alone: by running statistics Sigmoid with ${SHALLOW} block ends at ${percent(able.accuracy)}, below a ` +
      `regression on three mean colours (${percent(able.baseline)}), and so it fails the project’s own rule for testing the claim itself.`,
  ];
}

function gapSentence(evidence: Evidence): string {
  const { study, scale } = evidence;
  const { width, epochs } = study.scales[scale];
  const steps = epochs * stepsPerEpoch({ ...study.protocol, ...study.scales[scale] });
  const values = gap(evidence).map((value) => 100 * value);
  const bounds = interval(meanInterval(values));
  return (
    `After ${steps} steps at width ${width} with ${DEEP} blocks, ReLU is ${points(mean(values))} percentage points ${bounds} (two-sided 95 %, ` +
    `${values.length} seeds) ahead of Sigmoid in ` +
    'test accuracy by recomputed statistics, in which no lag of evaluation has a part.'
  );
}

// Of the six about learning: only E2, E3 and E5 are measured against the lead, the others by a margin of their own.
function standing(verdicts: readonly Verdict[]): string {
  const named = (outcome: Outcome) =>
    explanations
      .filter(({ id }) => id !== 'E7' && verdictOn(id, verdicts).outcome === outcome)
      .map(({ id, name }) => `${name} (${id})`);
  const part = (words: string, names: readonly string[]) => `${words}: ${names.join('; ') || 'none'}.`;
  return [
    'Of six explanations, each put to a prediction of its own,',
    part('**supported**', named('supported')),
    part('**Refuted**', named('refuted')),
    part('**Not decided**', named('inconclusive')),
    'Refuted means that the registered prediction failed by its rule, not that the cause has no part. E2 and E3 ask for a share of the lead, E5 for all ' +
      'but 2 points of it; E1 and E4 for more than 1 point, E6 for more than 3, whatever their share.',
  ].join(' ');
}

function evaluation(verdicts: readonly Verdict[]): string {
  const words: Readonly<Record<Outcome, string>> = {
    supported: 'it is Sigmoid’s mean of ½ that lets running statistics hide what deep networks have learnt',
    refuted: 'it is not Sigmoid’s mean of ½ that lets running statistics hide what deep networks have learnt',
    inconclusive:
      'whether it is Sigmoid’s mean of ½ that lets running statistics hide what deep networks have learnt is not decided',
  };
  return `Apart from that, about evaluation: ${words[verdictOn('E7', verdicts).outcome]} (E7).`;
}

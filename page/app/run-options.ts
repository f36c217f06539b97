/** Which runs a visitor can train, the cheapest first, and what each would take. */
import { runSeconds, stepSeconds } from '../../src/cost.ts';
import { recordBytes } from '../../src/dataset/binary-format.ts';
import { activationLooks } from '../../src/network/activations.ts';
import { type RunRecord, settingsOfRecord } from '../../src/records/run-record.ts';
import { blocksText } from '../../src/report/number-format.ts';
import { stepsPerEpoch } from '../../src/training/run-settings.ts';
import type { Shown } from './evidence.ts';
import type { Target } from './training.ts';

/** A run that takes one core longer is repeated in its first steps only. */
const PATIENCE_SECONDS = 600;
const PREFIX_STEPS = 64;

export interface Option {
  readonly words: string;
  readonly target: Target;
  /** Of one core, by the project's own model of cost. */
  readonly seconds: number;
  /** To fetch. */
  readonly megabytes: number;
}

/** Lists the runs of a scale. */
export function optionsOf({ evidence }: Shown): readonly Option[] {
  return evidence.records
    .map((record): Option => {
      const settings = settingsOfRecord(record);
      const whole = runSeconds(evidence.study, record.run);
      const steps = whole > PATIENCE_SECONDS ? PREFIX_STEPS : undefined;
      return {
        words: wordsOf(record, steps),
        target: { record, steps },
        seconds: steps === undefined ? whole : steps * stepSeconds(settings),
        megabytes: ((settings.trainImages + settings.testImages) * recordBytes) / 1e6,
      };
    })
    .sort((one, other) => one.seconds - other.seconds);
}

/** Steps that the target goes through. */
export function stepsOf({ record, steps }: Target): number {
  const settings = settingsOfRecord(record);
  return steps ?? stepsPerEpoch(settings) * settings.epochs;
}

function wordsOf({ run }: RunRecord, steps: number | undefined): string {
  const { label } = activationLooks[run.activation];
  const varied = run.variation ? `, ${run.variation}` : '';
  const part = steps === undefined ? '' : `, its first ${steps} steps`;
  return `${label}${varied}, ${blocksText(run.depth)}, seed ${run.seed}${part}`;
}

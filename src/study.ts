/** What a study is: a design as a frozen value, what is claimed and judged of it, and the runs that follow from it. */
import type { Choices, Hypothesis } from './judging/hypothesis.ts';
import type { Registration } from './judging/registration.ts';
import type { ActivationName } from './network/activations.ts';
import type { BlockKind } from './network/architecture.ts';
import type { Prose } from './prose.ts';
import type { Condition, Run, Scale, ScaleName } from './scale.ts';
import type { ProbeSettings } from './training/probe-initialisation.ts';
import type { RunSettings } from './training/run-settings.ts';

export type { Condition, Run, Scale, ScaleName } from './scale.ts';

/** What a condition has otherwise than its study's protocol. */
export interface Variation
  extends Partial<Pick<RunSettings, 'learningRate' | 'lossFactor' | 'standardisedFeatures'>> {
  /** It is trained for so many times its scale's epochs. */
  readonly epochsFactor?: number;
}

/** What is trained, how, how much of it, and the numbers that it is judged by. */
export interface Design {
  readonly name: string;
  readonly grid: {
    readonly blockKind: BlockKind;
    readonly activations: readonly ActivationName[];
    readonly depths: readonly number[];
    readonly seeds: readonly number[];
    /** Conditions, costliest first, where they are not every activation at every depth. */
    readonly conditions?: readonly Condition[];
    /** By name. */
    readonly variations?: Readonly<Record<string, Variation>>;
  };
  /** What every run has, unless its variation says otherwise. */
  readonly protocol: Pick<
    RunSettings,
    'imageShape' | 'batchSize' | 'learningRate' | 'beta1' | 'beta2' | 'epsilon'
  >;
  readonly scales: Readonly<Record<ScaleName, Scale>>;
  /** How networks are probed at initialisation. */
  readonly probe: Pick<ProbeSettings, 'batchSize' | 'readoutPenalty' | 'readoutImages'> & {
    /** The grid's, if absent. */
    readonly depths?: readonly number[];
  };
  readonly analysis: {
    /** The level of tests, and of the intervals that the report shows. */
    readonly alpha: number;
    /** Confirmatory families in a fixed order, by ids of hypotheses. */
    readonly sequences: readonly (readonly string[])[];
    /** Confirmatory by Holm's procedure. */
    readonly together: readonly string[];
  };
}

/** Two activations by their role, where a study compares two: differences are treatment − baseline. */
export interface Arms {
  readonly treatment: ActivationName;
  readonly baseline: ActivationName;
}

/** What a study's source published of one condition. */
export interface PublishedCondition {
  readonly activation: ActivationName;
  readonly depth: number;
  /** Best test accuracy over the epochs, 0–1. */
  readonly bestTestAccuracy: number;
  /** Mean over the epochs of the epoch's gradient average. */
  readonly gradientAverage: number;
}

/** Test accuracies, 0–1, of logistic regressions on each image's colours, fitted and scored on a scale's own images. */
export interface ColourBaselines {
  readonly means: number;
  readonly meansAndDeviations: number;
}

/** A design with its claim, its hypotheses, and what its report says in words. */
export interface Study extends Design {
  readonly claim: string;
  readonly arms: Arms;
  /** Where the claim is from, and what it published; empty where it published nothing of this grid. */
  readonly published: readonly PublishedCondition[];
  readonly prose: Prose;
  /** Of each scale that is evidence, and is run. */
  readonly colourBaselines: Readonly<Partial<Record<ScaleName, ColourBaselines>>>;
  /** What a plain test run judges: the first scale heads the report and gates, others stand beside it. */
  readonly judgedScales: readonly ScaleName[];
  readonly hypotheses: readonly Hypothesis[];
  /** What its movable rules were registered with; absent where none is movable. */
  readonly choices?: Choices;
  readonly registration: Registration;
}

export const scaleNames: readonly ScaleName[] = ['smoke', 'quick', 'paper'];

/** Lists a study's conditions, costliest first: those that it names, or every activation at every depth. */
export function conditionsOf({ grid }: Pick<Design, 'grid'>): readonly Condition[] {
  const deepestFirst = [...grid.depths].sort((a, b) => b - a);
  return (
    grid.conditions ??
    deepestFirst.flatMap((depth) => grid.activations.map((activation) => ({ activation, depth })))
  );
}

/**
 * Lists every run of a scale, seed by seed, so that each third is a whole, and within a seed costliest first, so that
 * parallel workers finish together.
 *
 * @returns seeds × conditions
 */
export function runsOf(design: Pick<Design, 'grid'>, scale: ScaleName): readonly Run[] {
  const conditions = conditionsOf(design);
  return design.grid.seeds.flatMap((seed) => conditions.map((condition) => ({ scale, ...condition, seed })));
}

/** Names a run within its scale, as its file is named: `relu-depth-8-seed-1`, `sigmoid-loss-times-16-depth-4-seed-1`. */
export function runName({ activation, variation, depth, seed }: Omit<Run, 'scale'>): string {
  return `${activation}-${variation ? `${variation}-` : ''}depth-${depth}-seed-${seed}`;
}

/**
 * Resolves all that training the run depends on.
 *
 * @throws RangeError if the study has no variation of the run's
 */
export function settingsOf(design: Design, { scale, activation, depth, variation, seed }: Run): RunSettings {
  const { probeSeeds, evidence, ...amounts } = design.scales[scale];
  const { blockKind } = design.grid;
  const { epochsFactor = 1, ...varied } = variationNamed(design, variation);
  const epochs = amounts.epochs * epochsFactor;
  return { ...design.protocol, blockKind, activation, depth, seed, ...amounts, epochs, ...varied };
}

function variationNamed({ name, grid }: Design, variation: string | undefined): Variation {
  if (variation === undefined) return {};
  const found = grid.variations?.[variation];
  if (!found) throw new RangeError(`settingsOf needs a variation of ${name}, got ${variation}`);
  return found;
}

/** Resolves the probe's settings at a scale. */
export function probeSettingsOf(design: Design, scale: ScaleName): ProbeSettings {
  const { blockKind, activations } = design.grid;
  const { depths = design.grid.depths } = design.probe;
  const { imageShape } = design.protocol;
  const { width, trainImages, trainDigest, testImages, testDigest, probeSeeds } = design.scales[scale];
  const { readoutImages = 0, readoutPenalty, ...gradients } = design.probe;
  const readout =
    readoutPenalty === undefined
      ? {}
      : { readoutPenalty, readoutImages: Math.min(readoutImages, trainImages), testImages, testDigest };
  const seeds = Array.from({ length: probeSeeds }, (_, index) => index + 1);
  return {
    blockKind,
    imageShape,
    width,
    trainImages,
    trainDigest,
    activations,
    depths,
    seeds,
    ...gradients,
    ...readout,
  };
}

/**
 * Reads a scale's name as a user wrote it behind `--scale`.
 *
 * @throws RangeError if there is no such scale
 */
export function parseScale(name: string): ScaleName {
  const scale = scaleNames.find((known) => known === name);
  if (!scale) throw new RangeError(`--scale needs one of ${scaleNames.join(', ')}, got ${name}`);
  return scale;
}

/** Freezes a value through and through: one that could be changed while it is run would be no design. */
export function frozen<Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part);
  return Object.freeze(value);
}

/**
 * What computing takes, by one model: the plan says it, and what is trained unasked, carried in parts, audited and spot-
 * checked goes by it.
 */
import type { ScaleName } from './scale.ts';
import { type Design, type Run, runsOf, settingsOf } from './study.ts';
import type { ProbeSettings } from './training/probe-initialisation.ts';
import type { RunSettings } from './training/run-settings.ts';

/** One block forward and back, per image, at {@link MEASURED_WIDTH}: seconds of one core, engine `wasm`. */
const BLOCK_SECONDS = 2.1e-4;
const MEASURED_WIDTH = 16;
/** At width 64 the same takes 8 times as long: products grow with the square of the width, all else with the width. */
const WIDTH_EXPONENT = 1.5;
/** An evaluation goes forward only. */
const FORWARD_SHARE = 1 / 3;

type Size = Pick<RunSettings, 'width' | 'depth'>;

/** Seconds of one core that one image takes forward and back; the stem costs about as much as a block. */
function secondsPerImage({ width, depth }: Size): number {
  return (depth + 1) * BLOCK_SECONDS * (width / MEASURED_WIDTH) ** WIDTH_EXPONENT;
}

/** Seconds of one core that a step of training takes. */
export function stepSeconds(settings: Size & Pick<RunSettings, 'batchSize'>): number {
  return settings.batchSize * secondsPerImage(settings);
}

/** Seconds of one core that asking a network for the classes of some images takes. */
export function evaluationSeconds(size: Size, images: number): number {
  return images * FORWARD_SHARE * secondsPerImage(size);
}

/** Seconds of one core that a whole run takes, both evaluations after each epoch included. */
export function runSeconds(design: Design, run: Run): number {
  const settings = settingsOf(design, run);
  const { epochs, trainImages, testImages, statisticsImages } = settings;
  const evaluated = 2 * testImages + statisticsImages;
  return epochs * (trainImages * secondsPerImage(settings) + evaluationSeconds(settings, evaluated));
}

/**
 * Seconds of one core that a probe takes: one batch per network, with and without batch norm, and where a readout is asked
 * for two passes over what it is fitted on and one over what it is scored on.
 */
export function probeSeconds(settings: ProbeSettings): number {
  const { activations, depths, seeds, width, batchSize, readoutImages = 0, testImages = 0 } = settings;
  const read = 2 * readoutImages + testImages;
  const networks = depths.map(
    (depth) => 2 * stepSeconds({ width, depth, batchSize }) + evaluationSeconds({ width, depth }, read),
  );
  return seeds.length * activations.length * networks.reduce((sum, seconds) => sum + seconds, 0);
}

/** A scale that takes longer than this on one core is long, in seconds: an hour. */
const LONG_SECONDS = 3600;

/**
 * Whether a whole scale takes more than an hour of one core. Then a test run that was only asked to verify never trains it,
 * and a carry recomputes parts of its records.
 */
export function isLong(design: Design, scale: ScaleName): boolean {
  return runsOf(design, scale).reduce((sum, run) => sum + runSeconds(design, run), 0) > LONG_SECONDS;
}

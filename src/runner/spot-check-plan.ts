/** What a test run recomputes of stored evidence, drawn afresh, so that nobody knows beforehand what will be looked at. */

import { probeSeconds, stepSeconds } from '../cost.ts';
import type { ActivationName } from '../network/activations.ts';
import { permutation, stream } from '../random.ts';
import { escapeProbability, sampleNeeded } from '../statistics/escape-probability.ts';
import {
  type Design,
  probeSettingsOf,
  type Run,
  runName,
  runsOf,
  type ScaleName,
  settingsOf,
} from '../study.ts';
import type { ProbeSettings } from '../training/probe-initialisation.ts';
import { stepsPerEpoch } from '../training/run-settings.ts';

/** A forged accuracy is to be noticed from here on, in percentage points, … */
const FORGED_POINTS = 2;
/** … except once in so many test runs. */
const ESCAPE = 1e-6;
/** Runs whose training is repeated from its beginning, … */
const PREFIXES = 2;
/** … for as many steps as take so many seconds of one core. */
const PREFIX_SECONDS = 8;
/** Networks of the probe are computed again, one at least and as many more as take so many seconds of one core. */
const PROBE_SECONDS = 4;
/** Spot checks spread over so many spec files. */
export const SPOT_CHECK_PARTS = 4;

/** One network of the probe, with batch norm and without. */
export interface ProbeCell {
  readonly activation: ActivationName;
  readonly depth: number;
  readonly seed: number;
}

/** One part of the spot checks: what one spec file does. */
export interface SpotChecks {
  /** What everything below was drawn from: new for every test run. */
  readonly draw: string;
  /** Names of runs whose weights and predictions are checked: all of the evidence, dealt over the parts. */
  readonly networks: readonly string[];
  /** Test images through each network, under either evaluation. */
  readonly images: number;
  readonly prefixes: readonly { readonly name: string; readonly steps: number }[];
  readonly probes: readonly ProbeCell[];
}

/**
 * Draws the checks of one scale's evidence.
 *
 * @param runs - runs with valid evidence that was there before; nothing else needs a check
 * @param draw - a text that is new for every test run
 * @param probeStored - whether the probe's record was there before
 * @returns one entry per part, {@link SPOT_CHECK_PARTS} of them
 */
export function drawSpotChecks(
  design: Design,
  scale: ScaleName,
  runs: readonly Run[],
  draw: string,
  probeStored: boolean,
): readonly SpotChecks[] {
  const random = stream(1, `spot-checks/${draw}`);
  const { testImages } = design.scales[scale];
  const prefixes = [...permutation(runs.length, random)].slice(0, PREFIXES).flatMap((index) => {
    const run = runs[index];
    return run ? [{ name: runName(run), steps: stepsOf(design, run, random()) }] : [];
  });
  const probes = probeStored ? drawProbes(probeSettingsOf(design, scale), random) : [];
  return Array.from({ length: SPOT_CHECK_PARTS }, (_, part) => ({
    draw,
    networks: runs.filter((_run, index) => index % SPOT_CHECK_PARTS === part).map(runName),
    images: sampleNeeded(testImages, alteredImages(testImages), ESCAPE),
    prefixes: prefixes.filter((_prefix, index) => index % SPOT_CHECK_PARTS === part),
    probes: probes.filter((_cell, index) => (index + PREFIXES) % SPOT_CHECK_PARTS === part),
  }));
}

/** Draws networks of a probe. @param random - uniform in [0, 1) */
export function drawProbes(settings: ProbeSettings, random: () => number): readonly ProbeCell[] {
  const cells = settings.seeds.flatMap((seed) =>
    settings.activations.flatMap((activation) =>
      settings.depths.map((depth) => ({ activation, depth, seed })),
    ),
  );
  let left = PROBE_SECONDS;
  const drawn = [...permutation(cells.length, random)].flatMap((index) => cells[index] ?? []);
  return drawn.filter((cell, index) => {
    left -= probeSeconds(cellSettings(settings, cell));
    return index === 0 || left >= 0;
  });
}

/** The settings of a probe that has one network alone. */
export function cellSettings(settings: ProbeSettings, { activation, depth, seed }: ProbeCell): ProbeSettings {
  return { ...settings, activations: [activation], depths: [depth], seeds: [seed] };
}

// Between half and all of the budget, so that the length is not known beforehand either.
function stepsOf(design: Design, run: Run, share: number): number {
  const settings = settingsOf(design, run);
  const all = settings.epochs * stepsPerEpoch(settings);
  const steps = Math.round((PREFIX_SECONDS / stepSeconds(settings)) * (0.5 + share / 2));
  return Math.min(all, Math.max(1, steps));
}

/** The images of one network that are looked at: indices of test images. */
export function drawImages(design: Design, { draw, images }: SpotChecks, run: Run): Uint32Array {
  const { testImages } = design.scales[run.scale];
  return permutation(testImages, stream(1, `spot-checks/${draw}/${runName(run)}`)).slice(0, images);
}

/** How much was, or will be, computed again. */
export interface Checked {
  readonly networks: number;
  /** Different runs whose first steps are among it. */
  readonly prefixes: number;
  /** Different networks of the probe. */
  readonly probes: number;
}

/** The chances that a forgery escapes one test run, in words. Of all runs, so with stored ones alone they are smaller. */
export function chancesText(
  design: Design,
  scale: ScaleName,
  { networks, prefixes, probes }: Checked,
): string {
  if (networks === 0) return 'nothing was stored to check';
  const { testImages } = design.scales[scale];
  const altered = alteredImages(testImages);
  const accuracy = escapeProbability(testImages, altered, sampleNeeded(testImages, altered, ESCAPE));
  const chain = escapeProbability(runsOf(design, scale).length, 1, prefixes);
  return (
    `an accuracy forged by ${FORGED_POINTS} points in one network escapes with a chance of ${accuracy.toExponential(1)}, ` +
    `a run that never happened, its weights and chain made up, with ${chain.toFixed(2)}${probeText(design, scale, probes)}`
  );
}

function probeText(design: Design, scale: ScaleName, drawn: number): string {
  if (drawn === 0) return '';
  const { activations, depths, seeds } = probeSettingsOf(design, scale);
  const chance = escapeProbability(activations.length * depths.length * seeds.length, 1, drawn);
  return `, one forged network of the probe with ${chance.toFixed(2)}`;
}

function alteredImages(testImages: number): number {
  return Math.ceil((testImages * FORGED_POINTS) / 100);
}

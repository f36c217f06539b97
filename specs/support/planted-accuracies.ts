/** Evidence with planted effects, for specs of the decision rules. */
import type { Evidence } from '../../src/records/evidence.ts';
import type { Probe } from '../../src/training/probe-initialisation.ts';
import { plantedEvidence, withAccuracies } from './planted-evidence.ts';
import type { Run, ScaleName } from './this-study.ts';

const base = {
  smoke: plantedEvidence(() => 0.5, 'smoke'),
  quick: plantedEvidence(() => 0.5, 'quick'),
  paper: plantedEvidence(() => 0.5, 'paper'),
};

/**
 * Evidence with these final accuracies, 0–1, as given: not rounded to whole images.
 *
 * @param recomputedOf - those by recomputed statistics; if absent, the same for every run
 */
export function planted(
  accuracyOf: (run: Run) => number,
  scale: ScaleName = 'quick',
  recomputedOf?: (run: Run) => number,
): Evidence {
  return withAccuracies(base[scale], accuracyOf, recomputedOf);
}

/** A small difference between seeds, with mean 0 over three, that is not shared by the two arms. */
export function jitter({ activation, seed }: Run): number {
  return (activation === 'relu' ? [0.001, -0.001, 0] : [0, 0.002, -0.002])[seed - 1] ?? 0;
}

/** What the notebook expects: ReLU climbs, Sigmoid falls, and the lead grows at every depth. */
export function asTheNotebookSays(run: Run): number {
  const slope = run.activation === 'relu' ? 0.03 : -0.01;
  return 0.5 + slope * run.depth + jitter(run);
}

/** The same with the arms' names exchanged. */
export function swapped(accuracyOf: (run: Run) => number): (run: Run) => number {
  return (run) => accuracyOf({ ...run, activation: run.activation === 'relu' ? 'sigmoid' : 'relu' });
}

/** Evidence in which every tensor of every epoch has this mean gradient. */
export function withAverages(averageOf: (run: Run) => number): Evidence {
  const records = base.quick.records.map((record) => {
    const average = averageOf(record.run);
    const epochs = record.epochs.map((epoch) => {
      return { ...epoch, meanAbsoluteGradients: epoch.meanAbsoluteGradients.map(() => average) };
    });
    return { ...record, epochs };
  });
  return { ...base.quick, records };
}

/** Evidence in which a block keeps this share of the gradient, from the last block to the first. */
export function withKept(share: (run: Run, phase: 'initial' | 'trained') => number): Evidence {
  const records = base.quick.records.map((record) => {
    const norms = (phase: 'initial' | 'trained') => keptNorms(record.run.depth, share(record.run, phase));
    const trained = norms('trained');
    const epochs = record.epochs.map((epoch) => ({ ...epoch, relativeGradientNorms: trained }));
    return { ...record, initialGradientNorms: norms('initial'), epochs };
  });
  return { ...base.quick, records };
}

/**
 * Evidence in which a block of a network at initialisation keeps this share of the gradient, from the last to the first.
 *
 * @param probes - the probes that there are; all of `quick` scale if absent
 */
export function withProbed(
  share: (network: Omit<Probe, 'relativeGradientNorms'>) => number,
  probes: readonly Probe[] = base.quick.probe.probes,
): Evidence {
  const probed = probes.map((probe) => {
    const { batchNorm, activation, depth, seed } = probe; // one by one, for there are millions
    return { batchNorm, activation, depth, seed, relativeGradientNorms: keptNorms(depth, share(probe)) };
  });
  return { ...base.quick, probe: { ...base.quick.probe, probes: probed } };
}

/** One per layer (stem, blocks, head), 0.1 in the last block; multiplied up, since simulations ask for millions. */
function keptNorms(depth: number, kept: number): number[] {
  const norms = [0.1 / kept];
  for (let layer = depth; layer >= 0; layer--) norms.push((norms.at(-1) ?? 0) * kept);
  return norms.reverse();
}

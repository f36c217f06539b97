/** Reads gradients at initialisation off the probe. */
import { type Evidence, IncompleteEvidence } from '../records/evidence.ts';
import { probeSettingsOf } from '../study.ts';
import type { Probe } from '../training/probe-initialisation.ts';

/**
 * The probe's seeds: the first half served H8 from the beginning; the second was drawn for H7b, after an analysis of
 * the first had been seen.
 */
export function probeSeeds({ study, scale }: Evidence, half: 'first' | 'new'): readonly number[] {
  const { seeds } = probeSettingsOf(study, scale);
  const middle = seeds.length / 2;
  return half === 'first' ? seeds.slice(0, middle) : seeds.slice(middle);
}

/**
 * Finds one probed network's ‖∂L/∂W‖ / ‖W‖ per layer: stem, blocks, head.
 *
 * @throws IncompleteEvidence if it was not probed, or a layer has no positive gradient
 */
export function probedNorms(
  { probe }: Evidence,
  wanted: Pick<Probe, 'batchNorm' | 'activation' | 'depth' | 'seed'>,
): readonly number[] {
  const { activation, depth, seed, batchNorm } = wanted;
  const norms = probe.probes.find(
    (one) =>
      one.seed === seed &&
      one.depth === depth &&
      one.batchNorm === batchNorm &&
      one.activation === activation,
  )?.relativeGradientNorms;
  if (!norms?.every((norm) => norm > 0 && Number.isFinite(norm))) {
    throw new IncompleteEvidence(
      `The probe needs positive gradients of ${activation}, depth ${depth}, seed ${seed}, got ${norms}`,
    );
  }
  return norms;
}

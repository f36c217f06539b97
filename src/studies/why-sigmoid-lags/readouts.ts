/** What a linear readout found in networks at initialisation. */
import type { ActivationName } from '../../network/activations.ts';
import { type Evidence, IncompleteEvidence } from '../../records/evidence.ts';

/**
 * Reads the probe's readouts of one network.
 *
 * @returns test accuracy 0–1, one value per seed of the probe, in their order
 * @throws IncompleteEvidence if a seed was not read out
 */
export function readouts({ probe }: Evidence, activation: ActivationName, depth: number): readonly number[] {
  const { seeds } = probe.settings as unknown as { readonly seeds: readonly number[] };
  return seeds.map((seed) => {
    const found = probe.probes.find(
      (one) => one.seed === seed && one.depth === depth && one.batchNorm && one.activation === activation,
    );
    if (found?.readoutAccuracy === undefined) {
      throw new IncompleteEvidence(
        `The probe needs a readout of ${activation}, depth ${depth}, seed ${seed}`,
      );
    }
    return found.readoutAccuracy;
  });
}

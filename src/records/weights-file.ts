/** A trained network as a safetensors file that names its run, and back. */
import { decodeSafetensors, encodeSafetensors } from '../network/safetensors.ts';
import { fromStateDict, type TrainedWeights, toStateDict } from '../network/state-dict.ts';

/**
 * Writes the file.
 *
 * @param run - what the file says that it belongs to, such as `quick/relu-depth-8-seed-1`
 */
export function encodeWeights(weights: TrainedWeights, run: string): Uint8Array {
  return encodeSafetensors(toStateDict(weights), { run });
}

/**
 * Reads the file, trusting nothing in it.
 *
 * @param run - what it must belong to
 * @param expected - a network of the run's architecture, for names and shapes
 * @throws Error that says what is wrong: cut, of another run, or a tensor's name, dtype, shape or value
 */
export function decodeWeights(bytes: Uint8Array, run: string, expected: TrainedWeights): TrainedWeights {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.run !== run) throw new Error(`belongs to ${metadata.run ?? 'no run'}, not to ${run}`);
  return fromStateDict(tensors, expected);
}

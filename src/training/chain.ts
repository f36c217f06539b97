/**
 * The chain: digests of a run in progress after steps 0, 1, 2, 4, 8, … and after every epoch, each hashed over all
 * that went before. Whoever repeats a prefix of a run can compare it with the record at the price of that prefix.
 */
import type { Host } from '../host.ts';
import type { TrainingState } from './training.ts';

export interface Link {
  /** Steps taken before it. */
  readonly step: number;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

/** Whether the state is linked after this step; the end of an epoch always is. */
export function isLinked(step: number): boolean {
  return (step & (step - 1)) === 0; // 0 and the powers of two
}

/** Hashes the state as it stands onto its chain. */
export function addLink(state: TrainingState, host: Host): void {
  state.chain.push({ step: state.adam.steps, digest: stateDigest(state, state.chain, host) });
}

/**
 * Whether a state is, to the last bit, the one that its newest link was made of: a saved run goes on only if it is.
 *
 * @param state - at a link, such as the end of an epoch
 */
export function endsInItsLink(state: TrainingState, host: Host): boolean {
  const last = state.chain.at(-1);
  if (last?.step !== state.adam.steps) return false;
  return last.digest === stateDigest(state, state.chain.slice(0, -1), host);
}

// Settings, earlier links and all figures as JSON; then every step's loss as float64; then, as float32, parameters,
// running means and variances, first and second moments.
function stateDigest(state: TrainingState, before: readonly Link[], host: Host): string {
  const { settings, initialGradientNorms, epochs, losses, network, adam } = state;
  const text = JSON.stringify({ settings, chain: before, initialGradientNorms, epochs });
  const arrays = [
    ...network.parameters.map(({ values }) => values),
    ...network.statistics.flatMap(({ mean, variance }) => [mean, variance]),
    ...adam.first,
    ...adam.second,
  ];
  const bytes = [Float64Array.from(losses), ...arrays].map(bytesOf);
  return host.sha256([new TextEncoder().encode(text), ...bytes]);
}

/** An array's bytes, without a copy; little-endian on every machine that this project runs on. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Makes records: what a run or a probe gave, as data that holds no clock, host or path, so repeating repeats bytes. */

import type { Host } from '../host.ts';
import type { Run, ScaleName } from '../study.ts';
import { bytesOf } from '../training/chain.ts';
import type { Probe, ProbeSettings } from '../training/probe-initialisation.ts';
import { inOrder } from '../training/run-settings.ts';
import type { TrainingState } from '../training/training.ts';
import type { Fingerprint } from './fingerprint-schema.ts';
import { seal } from './seal.ts';
import { encodeWeights } from './weights-file.ts';

/** Raised when a record's fields change. */
export const SCHEMA_VERSION = 2;

/**
 * Makes the record of a run that has come to its end, and the file of its weights.
 *
 * @param identity - the study, and the run's name within its scale
 * @param run - which run
 * @param fingerprint - what computed it
 * @param state - after the last epoch; its settings are recorded, not those that were asked for
 */
export function makeRunRecord(
  { study, name }: { readonly study: string; readonly name: string },
  { scale, activation, depth, variation, seed }: Run,
  fingerprint: Fingerprint,
  state: TrainingState,
  host: Host,
) {
  const { settings, network, recomputed, predictions } = state;
  const run = { scale, activation, depth, ...(variation && { variation }), seed };
  const { parameters, statistics: running } = network;
  const weights = encodeWeights({ parameters, running, recomputed }, `${study}/${scale}/${name}`);
  const record = seal(
    {
      schema: SCHEMA_VERSION,
      study,
      run,
      settings,
      fingerprint,
      initialGradientNorms: state.initialGradientNorms,
      epochs: state.epochs,
      chain: state.chain,
      losses: base64(bytesOf(Float32Array.from(state.losses))),
      weights: host.sha256([weights]),
      predictions: { running: digits(predictions.running), recomputed: digits(predictions.recomputed) },
    },
    host,
  );
  return { record, weights };
}

/** Makes the record of a scale's probes. */
export function makeProbeRecord(
  study: string,
  scale: ScaleName,
  fingerprint: Fingerprint,
  settings: ProbeSettings,
  probes: readonly Probe[],
  host: Host,
) {
  return seal(
    { schema: SCHEMA_VERSION, study, scale, settings: inOrder(settings), fingerprint, probes },
    host,
  );
}

function digits(classes: Uint8Array): string {
  return Array.from(classes).join('');
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

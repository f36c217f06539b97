/** Trains a run from its beginning, or from where it was saved, to its record. */

import type { Host } from '../host.ts';
import type { Run } from '../study.ts';
import { endsInItsLink } from '../training/chain.ts';
import type { RunSettings } from '../training/run-settings.ts';
import {
  beginTraining,
  continueTraining,
  type TrainingData,
  type TrainingEvent,
  type TrainingState,
} from '../training/training.ts';
import type { Fingerprint } from './fingerprint-schema.ts';
import { makeRunRecord } from './make-record.ts';

/** Where a run in progress is kept, and who watches it. */
export interface Watcher {
  /** Fills a state that has just begun with what was saved; it is passed over unless it ends in its own link. */
  readonly restore?: (state: TrainingState) => Promise<void>;
  /** Called after each epoch but the last. */
  readonly save?: (state: TrainingState) => Promise<void>;
  /** Called after each step and each epoch; the run stands still meanwhile. */
  readonly see?: (event: TrainingEvent) => Promise<void>;
}

/**
 * Trains a run and makes its record.
 *
 * @param job - which run, of which study, and its name within its scale
 * @param settings - all that it depends on
 * @param fingerprint - what computes it
 * @param data - CIFAR-10
 * @returns record, the bytes of the weights' file, and the epoch after which it went on, 0 if it began anew
 * @throws Error if the data are not those of the settings, or the run diverges
 */
export async function produceRun(
  { study, name, run }: { readonly study: string; readonly name: string; readonly run: Run },
  settings: RunSettings,
  fingerprint: Fingerprint,
  data: TrainingData,
  host: Host,
  watcher: Watcher,
) {
  const state = await begin(settings, data, host, watcher);
  const resumedAfterEpoch = state.epochs.length;
  for await (const event of continueTraining(state, data, host)) {
    if (event.kind === 'epoch' && event.epoch < settings.epochs) await watcher.save?.(state);
    await watcher.see?.(event);
  }
  return { ...makeRunRecord({ study, name }, run, fingerprint, state, host), resumedAfterEpoch };
}

async function begin(
  settings: RunSettings,
  data: TrainingData,
  host: Host,
  { restore }: Watcher,
): Promise<TrainingState> {
  const state = beginTraining(settings, data, host);
  await restore?.(state);
  return endsInItsLink(state, host) ? state : beginTraining(settings, data, host);
}

/** Trains a run with the project's core, telling of every step, epoch and link of its chain as it comes. */

import { browserHost } from '../../src/browser-host.ts';
import type { Fingerprint } from '../../src/records/fingerprint-schema.ts';
import { makeRunRecord } from '../../src/records/make-record.ts';
import { beginTraining, continueTraining, type TrainingState } from '../../src/training/training.ts';
import type { Answer, TrainingTask } from './messages.ts';
import { loadImages, startEngine } from './surroundings.ts';

/**
 * @param tell - told of what is fetched
 * @param pass - awaited after each step: the run stands still meanwhile
 * @throws TroubleError if engine or images cannot be had; DivergedError if the run diverges
 */
export async function train(
  task: TrainingTask,
  tell: (what: string, bytes: number, total: number) => void,
  say: (answer: Answer) => void,
  pass: () => Promise<void>,
): Promise<void> {
  await startEngine(tell);
  const data = await loadImages(task.settings, tell);
  const state = beginTraining(task.settings, data, browserHost);
  let linked = 0;
  const sayLinks = () => {
    for (const { step, digest } of state.chain.slice(linked)) say({ kind: 'link', step, digest });
    linked = state.chain.length;
  };
  sayLinks();
  for await (const event of continueTraining(state, data, browserHost)) {
    say(event);
    sayLinks();
    await pass();
    if (task.steps !== undefined && state.adam.steps >= task.steps) break;
  }
  say({ kind: 'ended', ...digestsOf(task, state) });
}

function digestsOf({ study, name, run, settings, fingerprint, steps }: TrainingTask, state: TrainingState) {
  if (steps !== undefined || state.epochs.length < settings.epochs) {
    return { weights: undefined, record: undefined };
  }
  const { record } = makeRunRecord({ study, name }, run, fingerprint as Fingerprint, state, browserHost);
  return { weights: record.weights, record: record.digest };
}

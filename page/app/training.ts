/** A run being trained in the visitor's browser: its state as signals, driven by the worker's messages. */
import { signal } from '@preact/signals';
import type { RunRecord } from '../../src/records/run-record.ts';
import { settingsOfRecord } from '../../src/records/run-record.ts';
import { runName } from '../../src/study.ts';
import type { Answer, TrainingTask } from '../worker/messages.ts';
import { startWorker, type Work } from './work.ts';

/** A run to be reproduced: its record, and after how many steps to stop. */
export interface Target {
  readonly record: RunRecord;
  /** Undefined for the whole run. */
  readonly steps: number | undefined;
}

export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly what: string; readonly bytes: number; readonly total: number }
  | { readonly kind: 'training' }
  | { readonly kind: 'paused' }
  /** The steps at which chain and record were the same, and where they parted if they did. */
  | { readonly kind: 'ended'; readonly equal: boolean; readonly words: string }
  | { readonly kind: 'failed'; readonly problem: string; readonly remedy: string };

/** What has come so far. */
export interface Progress {
  readonly losses: readonly number[];
  /** Test accuracies by epoch, 0–1, by running and by recomputed statistics. */
  readonly accuracies: readonly (readonly [running: number, recomputed: number])[];
  /** Links of the chain that came out as recorded. */
  readonly links: number;
  /** The step at which the chain parts from the record's. */
  readonly partedAt: number | undefined;
  /** Seconds of training, without pauses. */
  readonly seconds: number;
}

const nothing: Progress = { losses: [], accuracies: [], links: 0, partedAt: undefined, seconds: 0 };

export const phase = signal<Phase>({ kind: 'idle' });
export const progress = signal<Progress>(nothing);

/** The page is redrawn at most this often. */
const REDRAW_MS = 250;

let work: Work | undefined;

/** Trains from the beginning: the same seed gives the same initial weights and the same order of images. */
export async function begin(target: Target): Promise<void> {
  await stop();
  progress.value = nothing;
  phase.value = { kind: 'loading', what: 'the engine', bytes: 0, total: 0 };
  const draft = new Draft(target.record);
  const started = await startWorker((answer) => hear(answer, draft, target));
  if ('problem' in started) phase.value = { kind: 'failed', ...started };
  else {
    work = started;
    started.ask(taskOf(target));
  }
}

export function pause(): void {
  work?.ask({ kind: 'pause' });
  phase.value = { kind: 'paused' };
}

export function resume(): void {
  work?.ask({ kind: 'resume' });
  phase.value = { kind: 'training' };
}

/** Ends it, keeping what has come. */
export async function stop(): Promise<void> {
  const ended = work?.end();
  work = undefined;
  phase.value = { kind: 'idle' };
  await ended;
}

function taskOf({ record, steps }: Target): TrainingTask {
  const { study, run, fingerprint } = record;
  return {
    kind: 'train',
    study,
    name: runName(run),
    run,
    settings: settingsOfRecord(record),
    fingerprint,
    steps,
  };
}

function hear(answer: Answer, draft: Draft, target: Target): void {
  if (answer.kind === 'loading') phase.value = answer;
  else if (answer.kind === 'checked') return;
  else if (answer.kind === 'failed') {
    void stop();
    phase.value = answer;
  } else if (answer.kind === 'ended') {
    progress.value = draft.progress();
    void stop();
    phase.value = { kind: 'ended', ...verdictOn(answer, draft, target) };
  } else {
    draft.add(answer);
    if (phase.value.kind === 'loading') phase.value = { kind: 'training' };
    if (draft.isDue()) progress.value = draft.progress();
  }
}

function verdictOn(
  { weights, record: digest }: Extract<Answer, { kind: 'ended' }>,
  draft: Draft,
  { record, steps }: Target,
): { equal: boolean; words: string } {
  const { partedAt, links } = draft.progress();
  if (partedAt !== undefined)
    return { equal: false, words: `Your chain parts from the record’s at step ${partedAt}.` };
  if (steps !== undefined) {
    return {
      equal: true,
      words: `Your browser’s chain equals the record’s at all ${links} links up to step ${steps}.`,
    };
  }
  if (weights !== record.weights || digest !== record.digest) {
    return { equal: false, words: 'The chain is the record’s, and its weights or figures are not.' };
  }
  return {
    equal: true,
    words: `Your digest equals the record’s: all ${links} links of the chain, the weights, and the whole record, ${digest}.`,
  };
}

/** Gathers messages between two redraws. */
class Draft {
  readonly #record: RunRecord;
  readonly #losses: number[] = [];
  readonly #accuracies: [number, number][] = [];
  #links = 0;
  #partedAt: number | undefined;
  #seconds = 0;
  #last = performance.now();
  #drawn = 0;

  constructor(record: RunRecord) {
    this.#record = record;
  }

  add(answer: Extract<Answer, { kind: 'step' | 'epoch' | 'link' }>): void {
    if (answer.kind === 'step') {
      this.#losses.push(answer.loss);
      const now = performance.now();
      if (this.#losses.length > 1 && phase.value.kind === 'training')
        this.#seconds += (now - this.#last) / 1000;
      this.#last = now;
    } else if (answer.kind === 'epoch') {
      this.#accuracies.push([answer.figures.testAccuracy, answer.figures.recomputedTestAccuracy]);
    } else if (this.#record.chain[this.#links]?.digest === answer.digest) this.#links += 1;
    else this.#partedAt ??= answer.step;
  }

  isDue(): boolean {
    const now = performance.now();
    if (now - this.#drawn < REDRAW_MS) return false;
    this.#drawn = now;
    return true;
  }

  progress(): Progress {
    return {
      losses: [...this.#losses],
      accuracies: [...this.#accuracies],
      links: this.#links,
      partedAt: this.#partedAt,
      seconds: this.#seconds,
    };
  }
}

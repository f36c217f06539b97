/** A run being trained in the visitor's browser: its state as signals, driven by the worker's messages. */
import { signal } from '@preact/signals';
import { type RunRecord, settingsOfRecord } from '../../src/records/run-record.ts';
import { runName } from '../../src/study.ts';
import type { Answer, TrainingTask } from '../worker/messages.ts';
import { startTask, type Task } from './task.ts';

/** A run to be reproduced: its record, and after how many steps to stop. */
export interface Target {
  readonly record: RunRecord;
  /** Undefined for the whole run. */
  readonly steps: number | undefined;
}

export type Phase =
  | { readonly kind: 'idle' | 'training' | 'paused' | 'cancelled' }
  | Extract<Answer, { kind: 'loading' | 'failed' }>
  | { readonly kind: 'ended'; readonly equal: boolean; readonly words: string };

/** What has come so far. */
export interface Progress {
  readonly losses: readonly number[];
  /** Test accuracies by epoch, 0–1, by running statistics. */
  readonly accuracies: readonly number[];
  /** Links of the chain that came out as recorded. */
  readonly links: number;
  /** The step at which the chain parts from the record's. */
  readonly partedAt: number | undefined;
  /** Seconds of training and evaluation since the first step, without pauses. */
  readonly seconds: number;
}

const NOTHING: Progress = { losses: [], accuracies: [], links: 0, partedAt: undefined, seconds: 0 };

export const phase = signal<Phase>({ kind: 'idle' });
export const progress = signal<Progress>(NOTHING);

/** The page is redrawn at most this often. */
const REDRAW_MS = 250;

let task: Task | undefined;
let draft: Draft | undefined;

/** Trains from the beginning: the same seed gives the same initial weights and the same order of images. */
export function begin(target: Target): void {
  clear();
  phase.value = { kind: 'loading', what: 'the engine', bytes: 0, total: 0 };
  const mine = new Draft(target);
  draft = mine;
  task = startTask(taskOf(target), (answer) => hear(answer, mine));
}

export function pause(): void {
  task?.tell({ kind: 'pause' });
  phase.value = { kind: 'paused' };
}

export function resume(): void {
  draft?.goOn();
  task?.tell({ kind: 'resume' });
  phase.value = { kind: 'training' };
}

/** Ends it, keeping what has come in sight. */
export function cancel(): void {
  task?.end();
  phase.value = { kind: 'cancelled' };
}

/** Ends it and forgets what has come: another run is to be shown. */
export function clear(): void {
  task?.end();
  phase.value = { kind: 'idle' };
  progress.value = NOTHING;
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

function hear(answer: Answer, mine: Draft): void {
  if (answer.kind === 'loading' || answer.kind === 'failed') phase.value = answer;
  else if (answer.kind === 'ended') {
    progress.value = mine.progress();
    phase.value = { kind: 'ended', ...mine.conclude(answer) };
  } else if (answer.kind !== 'checked') {
    mine.add(answer);
    if (phase.value.kind === 'loading') phase.value = { kind: 'training' };
    if (mine.isDue() || phase.value.kind === 'paused') progress.value = mine.progress();
  }
}

/** Gathers messages between two redraws. */
class Draft {
  readonly #target: Target;
  readonly #losses: number[] = [];
  readonly #accuracies: number[] = [];
  #links = 0;
  #partedAt: number | undefined;
  #seconds = 0;
  /** When the run last stood still at a message, or went on after a pause. */
  #last = 0;
  #drawn = 0;

  constructor(target: Target) {
    this.#target = target;
  }

  add(answer: Extract<Answer, { kind: 'step' | 'epoch' | 'link' }>): void {
    if (answer.kind === 'link') {
      if (this.#target.record.chain[this.#links]?.digest === answer.digest) this.#links += 1;
      else this.#partedAt ??= answer.step;
      return;
    }
    const { startTime: now } = performance.mark(answer.kind);
    if (this.#losses.length > 0) this.#seconds += (now - this.#last) / 1000;
    this.#last = now;
    if (answer.kind === 'step') this.#losses.push(answer.loss);
    else this.#accuracies.push(answer.figures.testAccuracy);
  }

  goOn(): void {
    this.#last = performance.now();
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

  conclude({ weights, record: digest }: Extract<Answer, { kind: 'ended' }>): {
    equal: boolean;
    words: string;
  } {
    const { record, steps } = this.#target;
    if (this.#partedAt !== undefined)
      return { equal: false, words: `Your chain parts from the record’s at step ${this.#partedAt}.` };
    if (steps !== undefined) {
      return {
        equal: true,
        words: `Your chain equals the record’s at all ${this.#links} links up to step ${steps}.`,
      };
    }
    if (weights !== record.weights || digest !== record.digest) {
      return { equal: false, words: 'The chain is the record’s, but the weights or the figures are not.' };
    }
    return {
      equal: true,
      words:
        `Your digest equals the record’s: all ${this.#links} links of the chain, the weights, and the record itself, over every loss, ` +
        `accuracy and prediction: ${digest}.`,
    };
  }
}

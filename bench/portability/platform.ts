/** What is asked of a platform, whatever it is. */
import type { TrainingData } from '../../src/training/training.ts';
import type { Task } from './answer-task.ts';
import type { Outcome } from './outcome.ts';

export interface Platform {
  /** Such as `Node 22` or `Firefox`. */
  readonly name: string;
  /** Has it compute the task; an absent platform is an outcome, not an error. */
  readonly ask: (question: Question) => Promise<Outcome>;
}

/** A task and what computing it takes. */
export interface Question {
  readonly task: Task;
  /** The program for Node and the one for a browser's worker: paths of files. */
  readonly programs: { readonly node: string; readonly browser: string };
  /** The beginning of CIFAR-10 that the task's whole run needs, if it has one. */
  readonly data: TrainingData | undefined;
}

/** A platform that does not answer for so long is given up: an emulated whole run takes the better part of an hour. */
export const TIME_LIMIT_MS = 2 * 60 * 60 * 1000;

/** One task of the worker, from its start to its end: one at a time in all tabs of a browser, since two would share the cores. */
import { enginePaths } from '../content.ts';
import type { Answer, Request } from '../worker/messages.ts';
import { served } from './environment.ts';

export interface Task {
  readonly tell: (request: Request) => void;
  /** Ends it: nothing is heard of it any more. */
  readonly end: () => void;
}

type Failure = Extract<Answer, { kind: 'failed' }>;

const FROM_A_FILE: Failure = {
  kind: 'failed',
  problem: 'This page was opened from a file, where browsers start no worker.',
  remedy: 'In a checkout of the project, `npm run page` serves it with images and engine.',
};

const BUSY: Failure = {
  kind: 'failed',
  problem: 'Something of this page is computing already, here or in another tab.',
  remedy: 'End it there first, or close that tab.',
};

/** Of this page alone: the origin may have others. */
const LOCK = 'relu-versus-sigmoid: computing';

let running = false;
/** Until whatever ended last has let go of what it held. */
let ending: Promise<unknown> = Promise.resolve();

/**
 * Starts a task.
 *
 * @param hear - told of each answer, the last of which is `ended` or `failed`, until the task is ended
 */
export function startTask(request: Request, hear: (answer: Answer) => void): Task {
  let over = false;
  let worker: Worker | undefined;
  let release: (() => Promise<void>) | undefined;
  const say = (answer: Answer) => {
    if (over) return;
    if (answer.kind === 'ended' || answer.kind === 'failed') end();
    hear(answer);
  };
  const failed = (problem: string): Failure => ({
    kind: 'failed',
    problem,
    remedy: 'Is the server still running? Reload the page.',
  });
  const start = async () => {
    await ending;
    if (over) return;
    if (!served) return say(FROM_A_FILE);
    release = await alone();
    if (over) return;
    if (!release) return say(BUSY);
    worker = new Worker(enginePaths.worker);
    worker.onmessage = ({ data }: MessageEvent<Answer>) => say(data);
    worker.onerror = ({ message }) =>
      say(failed(message ? `The worker failed: ${message}.` : 'The worker did not start.'));
    worker.postMessage(request);
  };
  const started = start().catch((error: unknown) => say(failed(`The worker did not start: ${error}.`)));
  const end = () => {
    over = true;
    worker?.terminate();
    ending = started.then(() => release?.());
  };
  return { tell: (more) => worker?.postMessage(more), end };
}

// A closed tab lets go of a lock by itself. Where there are no locks, other tabs cannot be told.
async function alone(): Promise<(() => Promise<void>) | undefined> {
  if (running) return undefined;
  const lock = 'locks' in navigator ? ((await held()) ?? (await heldSoon())) : async () => {};
  if (!lock) return undefined;
  running = true;
  return async () => {
    running = false;
    await lock();
  };
}

/** What another tab has just ended may hold it for a moment. */
const MOMENT_MS = 300;

async function heldSoon(): ReturnType<typeof held> {
  await new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
  return held();
}

async function held(): Promise<(() => Promise<void>) | undefined> {
  return new Promise((resolve, reject) => {
    const whole: Promise<void> = navigator.locks
      .request(LOCK, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => {
          resolve(() => {
            release();
            return whole;
          });
        });
      })
      .then(() => {}, reject);
  });
}

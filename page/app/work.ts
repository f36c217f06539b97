/** Starts the worker, one at a time for all tabs of a browser, since two would share the cores. */
import { enginePaths } from '../content.ts';
import type { Answer, Request } from '../worker/messages.ts';
import { served } from './environment.ts';

export interface Work {
  readonly ask: (request: Request) => void;
  /** Ends the worker; when it has, another may start. */
  readonly end: () => Promise<void>;
}

/** Why there is no worker, and what to do. */
export interface NoWork {
  readonly problem: string;
  readonly remedy: string;
}

const FROM_A_FILE: NoWork = {
  problem: 'This page was opened from a file, where browsers start no worker.',
  remedy: 'In a checkout of the project, `npm run page` serves it with images and engine.',
};

const BUSY: NoWork = {
  problem: 'Something of this page is computing already, here or in another tab.',
  remedy: 'End it there first, or close that tab.',
};

/**
 * Starts a worker, which ends with `end`.
 *
 * @param hear - called with each of its answers
 */
export async function startWorker(hear: (answer: Answer) => void): Promise<Work | NoWork> {
  if (!served) return FROM_A_FILE;
  const release = await alone();
  if (!release) return BUSY;
  const worker = new Worker(enginePaths.worker);
  worker.onmessage = ({ data }: MessageEvent<Answer>) => hear(data);
  worker.onerror = ({ message }) => {
    hear({
      kind: 'failed',
      problem: `The worker did not start${message ? `: ${message}` : ''}.`,
      remedy: 'Is the server still running? Reload the page.',
    });
  };
  return {
    ask: (request) => worker.postMessage(request),
    end: () => {
      worker.terminate();
      return release();
    },
  };
}

// A lock that a closed tab lets go of by itself. Where there are none, a second tab cannot be told.
async function alone(): Promise<(() => Promise<void>) | undefined> {
  if (!('locks' in navigator)) return async () => {};
  return new Promise((resolve) => {
    const held = navigator.locks.request('computing', { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(undefined);
      return new Promise<void>((release) => {
        resolve(async () => {
          release();
          await held;
        });
      });
    });
  });
}

/** A stand-in for `WorkerProcess` that starts nothing, answers by a script, and tells what was done with it. */
import type { Answer } from '../../bench/speed/assignment.ts';
import type { Command } from '../../bench/speed/worker-process.ts';

/** The answers of one process, in turn. */
export type Script = readonly (Answer | 'never' | 'throws')[];

/** What every process since the last {@link forget} was started with, was to answer, and did. */
export const commands: Command[] = [];
export const scripts: Script[] = [];
export const events: string[] = [];

export function forget(): void {
  for (const list of [commands, scripts, events]) list.length = 0;
}

export class WorkerProcess {
  readonly #name = `process ${commands.length + 1}`;
  readonly #answers = [...(scripts[commands.length] ?? scripts[0] ?? [])];
  #end = (_: string): void => {};

  constructor(command: Command) {
    commands.push(command);
  }

  async answer(): Promise<Answer> {
    const next = this.#answers.shift();
    if (next === undefined || next === 'throws') throw new Error(`${this.#name} has no answer`);
    events.push(`${this.#name} answers`);
    if (next !== 'never') return next;
    return new Promise((resolve) => {
      this.#end = (reason) => resolve({ status: 'failed', reason });
    });
  }

  go(): void {
    events.push(`${this.#name} goes`);
  }

  async end(reason = 'was ended'): Promise<void> {
    events.push(`${this.#name} ${reason}`);
    this.#end(reason);
  }
}

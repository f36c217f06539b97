/** Lets a computation go on step by step, hears messages in between, and holds it while it is closed. */
import { breath } from '../app/breath.ts';

export class Turnstile {
  #opened: Promise<void> = Promise.resolve();
  #release: () => void = () => {};

  /** Holds whoever passes next. */
  close(): void {
    this.#opened = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  open(): void {
    this.#release();
  }

  /** Lets messages in, then waits for as long as the turnstile is closed. */
  async pass(): Promise<void> {
    await breath();
    await this.#opened;
  }
}

/** Lets a computation go on step by step, hears messages in between, and holds it while it is closed. */
export class Turnstile {
  #opened: Promise<void> = Promise.resolve();
  #release: () => void = () => {};
  readonly #channel = new MessageChannel();

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
    // A message to oneself: timers would wait for milliseconds, and for seconds in a hidden tab.
    await new Promise<void>((resolve) => {
      this.#channel.port1.onmessage = () => resolve();
      this.#channel.port2.postMessage(undefined);
    });
    await this.#opened;
  }
}

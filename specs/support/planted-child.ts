/** A stand-in for a child process: nothing is started. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { vi } from 'vitest';

/** What `WorkerProcess` uses of a child process. */
export class StandInChild extends EventEmitter {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly kill = vi.fn((signal: string) => this.exit(null, signal));
  pid: number | undefined = 7;
  exitCode: number | null = null;
  signalCode: string | null = null;

  // As of a real process, the streams end before `exit` is emitted.
  exit(code: number | null, signal: string | null = null): void {
    this.stderr.end();
    this.stdout.end();
    setTimeout(() => {
      this.exitCode = code;
      this.signalCode = signal;
      this.emit('exit', code, signal);
    }, 5);
  }
}

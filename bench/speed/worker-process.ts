/** A measuring process as the benchmark sees it: it answers, is told to go, and is ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Answer, answerSchema } from './assignment.ts';

export interface Command {
  readonly file: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a program that is not installed is an absence; else it is a failure. */
  readonly optional: boolean;
}

const STDERR_KEPT = 2000; // characters: the end of a stack trace

/** Starts one process; whoever starts it must {@link WorkerProcess.end | end} it. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private complaints = '';
  private fault: Answer | undefined;

  constructor({ file, parameters, environment, optional }: Command) {
    this.child = spawn(file, parameters, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = this.child;
    if (!stdin || !stdout || !stderr) throw new Error('WorkerProcess needs all three standard streams');
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaints = (this.complaints + text).slice(-STDERR_KEPT);
    });
    stdin.on('error', () => {}); // it has ended: the next answer says so
    this.child.on('error', (error: NodeJS.ErrnoException) => {
      const status = optional && error.code === 'ENOENT' ? 'absent' : 'failed';
      this.fault = { status, reason: `cannot be started (${error.message})` };
    });
  }

  /** Waits for the next answer; a process that ends without one has failed. */
  async answer(): Promise<Answer> {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) return this.fault ?? { status: 'failed', reason: await this.lastWords() };
      const answer = answerSchema.safeParse(parseJson(value));
      if (answer.success) return answer.data; // any other line is a library's chatter
    }
  }

  /** Lets the measurement begin. */
  go(): void {
    this.child.stdin?.write('go\n');
  }

  /** Ends the process, and makes `reason` the cause if it was still to answer. */
  async end(reason = 'was ended'): Promise<void> {
    this.fault ??= { status: 'failed', reason };
    if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null)
      return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private async lastWords(): Promise<string> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    const { exitCode, signalCode } = this.child;
    const complaint = this.complaints.trim().split('\n').at(-1) ?? '';
    return `ended with ${signalCode ?? `exit code ${exitCode}`}${complaint === '' ? '' : `: ${complaint}`}`;
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

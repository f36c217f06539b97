/** Processes and their answers, with a stand-in for the process: nothing is started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Command, WorkerProcess } from '../../../../bench/speed/worker-process.ts';
import { StandInChild } from '../../../support/planted-child.ts';

vi.mock('node:child_process', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:child_process')>()),
  spawn: vi.fn(),
}));

const command: Command = { file: 'trainer', parameters: ['-x'], environment: { A: 'b' }, optional: false };
const started = (optional = false) => new WorkerProcess({ ...command, optional });
let child: StandInChild;

beforeEach(() => {
  child = new StandInChild();
  vi.mocked(spawn).mockReset();
  vi.mocked(spawn).mockImplementation(() => child as unknown as ChildProcess);
});

// A process that is never told to end must fail the spec, not keep it waiting.
describe('WorkerProcess', { timeout: 1000 }, () => {
  it('starts the program with its parameters and environment, and reaches its three streams', () => {
    started();
    const stdio = ['pipe', 'pipe', 'pipe'];
    expect(spawn).toHaveBeenCalledWith('trainer', ['-x'], { env: { A: 'b' }, stdio });
  });

  it.each(['stdin', 'stdout', 'stderr'])('needs %s', (stream) => {
    Object.assign(child, { [stream]: null });
    expect(() => started()).toThrow('WorkerProcess needs all three standard streams');
  });

  it('gives one answer after the other and passes over a library that chats', async () => {
    const worker = started();
    child.stdout.write('Hello {\n3\n{"status":"warm"}\n{"status":"ready"}\n');
    child.stdout.write('{"status":"absent","reason":"no torch"}\n');
    expect(await worker.answer()).toEqual({ status: 'ready' });
    expect(await worker.answer()).toEqual({ status: 'absent', reason: 'no torch' });
  });

  it('tells the process to go, in a line', () => {
    const worker = started();
    expect(child.stdin.read()).toBeNull();
    worker.go();
    expect(String(child.stdin.read())).toBe('go\n');
  });

  it('bears that nobody reads what it says, and that there is no way left to say it', () => {
    const worker = started();
    expect(() => child.stdin.emit('error', new Error('EPIPE'))).not.toThrow();
    Object.assign(child, { stdin: null });
    expect(() => worker.go()).not.toThrow();
  });

  it.each<[string, number | null, string | null, string]>([
    ['', 0, null, 'ended with exit code 0'],
    ['warming up\nout of memory\n\n', 3, null, 'ended with exit code 3: out of memory'],
    ['warming up', null, 'SIGSEGV', 'ended with SIGSEGV: warming up'],
  ])('that says "%s" and ends has failed', async (said, code, signal, reason) => {
    const worker = started();
    child.stderr.write(said);
    child.exit(code, signal);
    expect(await worker.answer()).toEqual({ status: 'failed', reason });
  });

  it.each<[number | null, string | null]>([
    [4, null],
    [null, 'SIGABRT'],
  ])('says so too if the process has ended long ago, with %s or %s', async (exitCode, signalCode) => {
    const worker = started();
    Object.assign(child, { exitCode, signalCode });
    child.stdout.end();
    const how = signalCode ?? `exit code ${exitCode}`;
    expect(await worker.answer()).toEqual({ status: 'failed', reason: `ended with ${how}` });
  });

  // 1500 + 1500 characters without a line end, of which the last 2000 stay.
  it('keeps the end of a long complaint', async () => {
    const worker = started();
    child.stderr.write('a'.repeat(1500));
    child.stderr.write('b'.repeat(1500));
    child.exit(1);
    const kept = `${'a'.repeat(500)}${'b'.repeat(1500)}`;
    expect(await worker.answer()).toEqual({ status: 'failed', reason: `ended with exit code 1: ${kept}` });
  });

  it.each([
    [true, 'ENOENT', 'absent'],
    [true, 'EACCES', 'failed'],
    [false, 'ENOENT', 'failed'],
  ])('that is optional (%s) and cannot be started by %s is %s', async (optional, code, status) => {
    const worker = started(optional);
    child.emit('error', Object.assign(new Error('spawn trainer'), { code }));
    child.stdout.end();
    expect(await worker.answer()).toEqual({ status, reason: 'cannot be started (spawn trainer)' });
  });
});

describe('WorkerProcess.end', { timeout: 1000 }, () => {
  it.each([
    ['was not done after 5 s', 'was not done after 5 s'],
    [undefined, 'was ended'],
  ])('kills the process and waits for its end; given %s, it %s', async (given, reason) => {
    const worker = started();
    const waiting = worker.answer();
    await worker.end(given);
    expect(child.kill.mock.calls).toEqual([['SIGKILL']]);
    expect(child.signalCode).toBe('SIGKILL');
    expect(await waiting).toEqual({ status: 'failed', reason });
  });

  it('keeps the first cause', async () => {
    const worker = started();
    await worker.end('was too slow');
    await worker.end('was ended');
    expect(child.kill).toHaveBeenCalledOnce();
    expect(await worker.answer()).toEqual({ status: 'failed', reason: 'was too slow' });
  });

  it.each([{ pid: undefined }, { exitCode: 0 }, { signalCode: 'SIGKILL' }])(
    'has nothing to kill of a process with %o',
    async (state) => {
      const worker = started();
      Object.assign(child, state);
      await worker.end();
      expect(child.kill).not.toHaveBeenCalled();
    },
  );
});

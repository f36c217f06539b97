/** Real processes and their answers, without training. */
import { describe, expect, it } from 'vitest';
import { WorkerProcess } from '../../../../bench/speed/worker-process.ts';

function scripted(code: string): WorkerProcess {
  return new WorkerProcess({
    file: process.execPath,
    parameters: ['-e', code],
    environment: process.env,
    optional: false,
  });
}

describe('WorkerProcess', () => {
  it('gives answers and passes over a library that chats', async () => {
    const worker = scripted(
      `console.log('Hello {'); console.log('{"status":"ready"}'); setInterval(() => {}, 1e6)`,
    );
    expect(await worker.answer()).toEqual({ status: 'ready' });
    await worker.end();
  });

  it('has failed if it ends without an answer, with the last of what it said', async () => {
    const worker = scripted(
      `console.error('warming up'); console.error('out of memory'); process.exitCode = 3`,
    );
    expect(await worker.answer()).toEqual({
      status: 'failed',
      reason: 'ended with exit code 3: out of memory',
    });
    await worker.end();
  });

  it('has failed for the given reason if it is ended while it should answer', async () => {
    const worker = scripted('setInterval(() => {}, 1e6)');
    const waiting = worker.answer();
    await worker.end('was not done after 5 s');
    expect(await waiting).toEqual({ status: 'failed', reason: 'was not done after 5 s' });
  });

  it.each([
    [true, 'absent'],
    [false, 'failed'],
  ])('that is not installed and optional: %s is %s', async (optional, status) => {
    const worker = new WorkerProcess({ file: 'no-such-program', parameters: [], environment: {}, optional });
    expect(await worker.answer()).toMatchObject({ status });
    await worker.end();
  });
});

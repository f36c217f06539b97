/** Processes and their answers, without training. */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/benchmark/assignment.ts';
import { combineAnswers } from '../../../src/benchmark/combine-answers.ts';
import { withoutPaths } from '../../../src/benchmark/machine.ts';
import { WorkerProcess } from '../../../src/benchmark/worker-process.ts';

const answer = (images: number, seconds: number, peakMegabytes: number): Answer => ({
  status: 'measured',
  images,
  seconds,
  peakMegabytes,
  identity: 'made up 1.0.0',
});

function scripted(code: string): WorkerProcess {
  return new WorkerProcess({
    file: process.execPath,
    parameters: ['-e', code],
    environment: process.env,
    optional: false,
  });
}

describe('combineAnswers', () => {
  it('adds the speeds of processes and takes the largest memory', () => {
    expect(combineAnswers([answer(256, 10, 300), answer(256, 8, 200)])).toMatchObject({
      imagesPerSecond: 25.6 + 32,
      peakMegabytes: 300,
    });
  });

  // Catches half a measurement that passes for a whole one.
  it('fails if one process failed or answered something else', () => {
    const failed: Answer = { status: 'failed', reason: 'no /home/someone/module.node' };
    expect(combineAnswers([answer(256, 10, 300), failed])).toEqual({
      status: 'failed',
      reason: 'no …/module.node',
    });
    expect(combineAnswers([answer(256, 10, 300), { status: 'ready' }]).status).toBe('failed');
    expect(combineAnswers([]).status).toBe('failed');
  });
});

describe('withoutPaths', () => {
  it.each([
    ['at /home/someone/x/y.node.', 'at …/y.node.'],
    ["'/tmp/y' (file:///a/b/c.ts)", "'…/y' (…/c.ts)"],
    ['C:\\Users\\someone\\y.node', '…/y.node'],
  ])('shortens %s', (text, shortened) => {
    expect(withoutPaths(text)).toBe(shortened);
  });

  it.each(['@tensorflow/tfjs-node: 3 images/s', 'ENGINE=cpu, or leave it'])(
    'leaves "%s" as it is',
    (text) => {
      expect(withoutPaths(text)).toBe(text);
    },
  );
});

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

/** Real processes and their answers, and one real measurement. */
import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answersOf, measure } from '../../../../bench/speed/measure.ts';

function scripted(code: string, program = process.execPath) {
  const child = spawn(program, ['-e', code]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return answersOf(child);
}

describe('answersOf', () => {
  it('gives answers and passes over a library that chats', async () => {
    const next = scripted(
      `console.log('Hello {'); console.log('{"status":"ready"}'); setInterval(() => {}, 1e6)`,
    );
    expect(await next()).toEqual({ status: 'ready' });
  });

  it('throws if the process ends without an answer, with the last of what it said', async () => {
    const next = scripted(
      `console.error('warming up'); console.error('out of memory'); process.exitCode = 3`,
    );
    await expect(next()).rejects.toThrow('ended with exit code 3: out of memory');
  });

  it('says that a program is not installed', async () => {
    expect(await scripted('', 'no-such-program')()).toMatchObject({ status: 'absent' });
  });
});

describe('measure', () => {
  const setting = { contender: 'wasm', width: 4, depth: 1, batch: 8, processes: 2 } as const;

  it('sums what processes did that trained at the same time', async () => {
    const measured = await measure(setting, { seconds: 0.3, cores: 2 });
    expect(measured?.identity).toContain('wasm');
    expect(measured?.imagesPerSecond).toBeGreaterThan(50);
    expect(measured?.peakMegabytes).toBeGreaterThan(50);
  }, 60_000);

  it('has nothing to say of a peer that is not installed', async () => {
    const { PYTHON } = process.env;
    process.env.PYTHON = 'no-such-python';
    onTestFinished(() => {
      if (PYTHON === undefined) delete process.env.PYTHON;
      else process.env.PYTHON = PYTHON;
    });
    const peer = { ...setting, contender: 'pytorch-contiguous', processes: 1 } as const;
    expect(await measure(peer, { seconds: 0.1, cores: 1 })).toBeUndefined();
  });
});

/** One measurement, with stand-ins for its processes: nothing is started. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../../../bench/speed/assignment.ts';
import { contendersOn } from '../../../../bench/speed/contenders.ts';
import { measure } from '../../../../bench/speed/measure.ts';
import { CASES } from '../../../support/planted-benchmark.ts';
import { commands, events, forget, type Script, scripts } from '../../../support/planted-worker.ts';

vi.mock('../../../../bench/speed/worker-process.ts', () => import('../../../support/planted-worker.ts'));

const [, deep] = CASES;
const ready: Answer = { status: 'ready' };
const measured: Answer = {
  status: 'measured',
  images: 256,
  seconds: 8,
  peakMegabytes: 300,
  identity: 'made up',
};

function measureWith(id: string, cores: number, ...answers: Script[]) {
  scripts.push(...answers);
  const contender = contendersOn('paper-8').find((one) => one.id === id)!;
  return measure(contender, deep, { cores, seconds: 10 });
}

beforeEach(() => {
  vi.useFakeTimers();
  forget();
});

afterEach(() => void vi.useRealTimers());

// A process that is never told to end must fail the spec, not keep it waiting.
describe('measure', { timeout: 1000 }, () => {
  // 256 images in 8 s are 32 a second, from each of two processes.
  it('lets a process a core go once all are ready, adds their speeds, and ends them', async () => {
    const outcome = await measureWith('wasm', 2, [ready, measured]);
    expect(outcome).toMatchObject({ status: 'measured', imagesPerSecond: 64 });
    const everyProcess = (what: string) => [`process 1 ${what}`, `process 2 ${what}`];
    expect(events).toEqual(['answers', 'goes', 'answers', 'was ended'].flatMap(everyProcess));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('starts a native contender once', async () => {
    expect(await measureWith('tensorflow', 4, [ready, measured])).toMatchObject({ imagesPerSecond: 32 });
    expect(commands).toHaveLength(1);
  });

  it('lets nobody go if a process is not ready, and ends all', async () => {
    const absent: Answer = { status: 'absent', reason: 'no torch' };
    expect(await measureWith('wasm', 2, [ready], [absent])).toEqual(absent);
    expect(events.slice(2)).toEqual(['process 1 was ended', 'process 2 was ended']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends all processes after an error too', async () => {
    await expect(measureWith('wasm', 2, [ready], ['throws'])).rejects.toThrow('process 2 has no answer');
    expect(events.slice(-2)).toEqual(['process 1 was ended', 'process 2 was ended']);
  });

  // 300 s to start and for the slowest step, and twice the 10 s of the measurement.
  it('waits for 320 s, then it has failed', async () => {
    const outcome = measureWith('wasm', 1, [ready, 'never']);
    await vi.advanceTimersByTimeAsync(319_999);
    expect(events).not.toContain('process 1 was not done after 320 s');
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toEqual({ status: 'failed', reason: 'was not done after 320 s' });
  });
});

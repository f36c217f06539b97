/** One measurement, with stand-ins for its processes: nothing is started. */
import { sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../../src/benchmark/assignment.ts';
import { contendersOn } from '../../../src/benchmark/contenders.ts';
import { measure } from '../../../src/benchmark/measure.ts';
import type { Command } from '../../../src/benchmark/worker-process.ts';
import { CASES } from './made-up-benchmark.ts';

type Script = readonly (Answer | 'never' | 'throws')[];

const { events, commands, scripts } = vi.hoisted(() => ({
  events: [] as string[],
  commands: [] as Command[],
  scripts: [] as Script[],
}));

vi.mock('../../../src/benchmark/worker-process.ts', () => ({
  WorkerProcess: class {
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
  },
}));

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
  for (const list of [events, commands, scripts]) list.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

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

describe("measure's command", { timeout: 1000 }, () => {
  async function commandFor(id: string): Promise<Command & { readonly assignment: unknown }> {
    await measureWith(id, 3, [ready, measured]);
    const command = commands[0]!;
    return { ...command, assignment: JSON.parse(command.parameters.at(-1)!) };
  }

  it('trains on batches of the study, after a warm-up of a fifth of the time', async () => {
    const { assignment, file, optional, parameters } = await commandFor('wasm-library');
    expect(assignment).toEqual({
      variant: 'wasm-library',
      width: 64,
      depth: 8,
      batch: 128,
      threads: 3,
      warmUpSeconds: 2,
      seconds: 10,
    });
    expect({ file, optional }).toEqual({ file: process.execPath, optional: false });
    expect(parameters.slice(0, 2)).toEqual(['--import', 'tsx']);
    expect(parameters[2]!.split(sep).slice(-3)).toEqual(['src', 'benchmark', 'tfjs-worker.ts']);
    expect(parameters).toHaveLength(4);
  });

  it('takes one step of one image, without a warm-up, of the slowest engine', async () => {
    const { assignment } = await commandFor('cpu');
    expect(assignment).toMatchObject({ variant: 'cpu', batch: 1, warmUpSeconds: -1, seconds: 0 });
  });

  it.each([
    [undefined, 'python3'],
    ['pypy', 'pypy'],
  ])(
    'runs the peer, which may be missing, with the Python of the environment: %s',
    async (PYTHON, python) => {
      vi.stubEnv('PYTHON', PYTHON);
      const { assignment, file, optional, parameters } = await commandFor('pytorch-nhwc');
      expect({ file, optional }).toEqual({ file: python, optional: true });
      expect(assignment).toMatchObject({ variant: 'channels_last', batch: 128, threads: 3 });
      expect(parameters[0]!.split(sep).slice(-3)).toEqual(['src', 'benchmark', 'pytorch_peer.py']);
      expect(parameters).toHaveLength(2);
    },
  );

  it.each([
    ['tensorflow', undefined, undefined, undefined],
    ['tensorflow-keeping', '0', '100000000000', '268435456'],
  ])("gives %s the user's environment, but for the allocator", async (id, maximum, trim, top) => {
    vi.stubEnv('MALLOC_TOP_PAD_', '1');
    vi.stubEnv('MADE_UP', 'kept');
    const { environment } = await commandFor(id);
    expect(environment).toMatchObject({
      MADE_UP: 'kept',
      TF_NUM_INTRAOP_THREADS: '3',
      TF_CPP_MIN_LOG_LEVEL: '2',
    });
    const { MALLOC_MMAP_MAX_, MALLOC_TRIM_THRESHOLD_, MALLOC_TOP_PAD_ } = environment;
    expect([MALLOC_MMAP_MAX_, MALLOC_TRIM_THRESHOLD_, MALLOC_TOP_PAD_]).toEqual([maximum, trim, top]);
  });
});

/** What a measurement starts its processes with; stand-ins take note of it and start nothing. */
import { sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contendersOn } from '../../../../bench/speed/contenders.ts';
import { measure } from '../../../../bench/speed/measure.ts';
import type { Command } from '../../../../bench/speed/worker-process.ts';
import { CASES } from '../../../support/planted-benchmark.ts';
import { commands, forget, scripts } from '../../../support/planted-worker.ts';

vi.mock('../../../../bench/speed/worker-process.ts', () => import('../../../support/planted-worker.ts'));

const [, deep] = CASES;

beforeEach(forget);

afterEach(() => void vi.unstubAllEnvs());

describe('measure', { timeout: 1000 }, () => {
  async function commandFor(id: string): Promise<Command & { readonly assignment: unknown }> {
    scripts.push([{ status: 'absent', reason: 'only its command matters' }]);
    const contender = contendersOn('paper-8').find((one) => one.id === id)!;
    await measure(contender, deep, { cores: 3, seconds: 10 });
    const command = commands[0]!;
    return { ...command, assignment: JSON.parse(command.parameters.at(-1)!) };
  }

  it('has a process train on batches of the study, after a warm-up of a fifth of the time', async () => {
    const { assignment, file, optional, parameters } = await commandFor('wasm-library');
    expect(assignment).toEqual({
      configuration: 'wasm-library',
      width: 64,
      depth: 8,
      batch: 128,
      threads: 3,
      warmUpSeconds: 2,
      seconds: 10,
    });
    expect({ file, optional }).toEqual({ file: process.execPath, optional: false });
    expect(parameters.slice(0, 2)).toEqual(['--import', 'tsx']);
    expect(parameters[2]!.split(sep).slice(-3)).toEqual(['bench', 'speed', 'tfjs-worker.ts']);
    expect(parameters).toHaveLength(4);
  });

  it('takes one step of one image, without a warm-up, of the slowest engine', async () => {
    const { assignment } = await commandFor('cpu');
    expect(assignment).toMatchObject({ configuration: 'cpu', batch: 1, warmUpSeconds: -1, seconds: 0 });
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
      expect(assignment).toMatchObject({ configuration: 'channels_last', batch: 128, threads: 3 });
      expect(parameters[0]!.split(sep).slice(-3)).toEqual(['bench', 'speed', 'pytorch_peer.py']);
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

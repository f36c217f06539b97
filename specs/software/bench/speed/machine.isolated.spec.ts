/** The machine as the report names it, and what must not get into the report. */
import { availableParallelism, type CpuInfo, cpus, loadavg, totalmem } from 'node:os';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { describeMachine, withoutPaths } from '../../../../bench/speed/machine.ts';

vi.mock('node:os', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:os')>()),
  availableParallelism: vi.fn(),
  cpus: vi.fn(),
  loadavg: vi.fn(),
  totalmem: vi.fn(),
}));

const times = { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 };
const core = (model: string): CpuInfo => ({ model, speed: 1000, times });

beforeEach(() => {
  vi.mocked(availableParallelism).mockReturnValue(6);
  vi.mocked(cpus).mockReturnValue([core('  Abacus 9000 '), core('Slide Rule')]);
  vi.mocked(loadavg).mockReturnValue([0.25, 1, 2]);
  vi.mocked(totalmem).mockReturnValue(16.6e9);
});

describe('describeMachine', () => {
  // Catches a host or user name in the report: there is no other entry than these.
  it('says what computes, how much of it there is, and how busy it was in the last minute', () => {
    expect(describeMachine()).toEqual({
      processor: 'Abacus 9000',
      cores: 6,
      memoryGigabytes: 17,
      platform: [process.platform, process.arch].join(' '),
      node: process.version,
      load: 0.25,
    });
  });

  it('says so where the system tells neither processor nor load', () => {
    vi.mocked(cpus).mockReturnValue([]);
    vi.mocked(loadavg).mockReturnValue([]);
    expect(describeMachine()).toMatchObject({ processor: 'unknown', load: Number.NaN });
  });
});

describe('withoutPaths', () => {
  it.each([
    ['at /home/someone/x/y.node.', 'at …/y.node.'],
    ["'/tmp/y' (file:///a/b/c.ts)", "'…/y' (…/c.ts)"],
    ['C:\\Users\\someone\\y.node', '…/y.node'],
    ['in /home/someone/ and C:\\Users\\someone\\ too', 'in …/ and …/ too'],
    ['/home/someone/ /home/other/y.node', '…/ …/y.node'],
    ['"D:\\someone\\x.js" and (e:\\other\\y.js)', '"…/x.js" and (…/y.js)'],
    ['/y', '…/y'],
    ['at /home//someone/y.node', 'at …/y.node'],
  ])('shortens %s', (text, shortened) => {
    expect(withoutPaths(text)).toBe(shortened);
  });

  it.each([
    '@tensorflow/tfjs-node: 3 images/s',
    'ENGINE=cpu, or leave it',
    '…/y.node, ../y.node and ./y.node',
    'tfjs-/node and @/node',
  ])('leaves "%s" as it is', (text) => {
    expect(withoutPaths(text)).toBe(text);
  });
});

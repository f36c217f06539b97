/** Peak memory, from a made-up `/proc` and a made-up `getrusage`. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { peakMegabytes } from '../../../../bench/speed/peak-memory.ts';

vi.mock('node:fs', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:fs')>()),
  readFileSync: vi.fn(),
}));

// 2,000,000 KiB of 1024 bytes are 2048 MB of 10⁶.
const FALLBACK = 2048;

beforeEach(() => {
  const usage = { ...process.resourceUsage(), maxRSS: 2_000_000 };
  vi.spyOn(process, 'resourceUsage').mockReturnValue(usage);
});

afterEach(() => void vi.restoreAllMocks());

function statusSays(...lines: string[]): void {
  vi.mocked(readFileSync).mockReturnValue(`${lines.join('\n')}\n`);
}

describe('peakMegabytes', () => {
  // 50,000 KiB are 51.2 MB.
  it("is Linux's high-water mark, in megabytes of 10⁶ bytes", () => {
    statusSays('Name:\tnode', 'VmPeak:\t  999999 kB', 'VmHWM:\t   50000 kB', 'VmRSS:\t   40000 kB');
    expect(peakMegabytes()).toBe(51);
    expect(readFileSync).toHaveBeenCalledWith('/proc/self/status', 'utf8');
  });

  it("does not take a process's name for the mark", () => {
    statusSays('Name:\tVmHWM: 7 kB', 'VmHWM:\t50000 kB');
    expect(peakMegabytes()).toBe(51);
  });

  it('is what getrusage says where there is no such mark, or one in an unknown unit', () => {
    statusSays('Name:\tnode');
    expect(peakMegabytes()).toBe(FALLBACK);
    statusSays('VmHWM:\t50000 kBit');
    expect(peakMegabytes()).toBe(FALLBACK);
  });

  it('is what getrusage says on systems other than Linux', () => {
    vi.mocked(readFileSync).mockImplementation(() => {
      throw new Error('ENOENT');
    });
    expect(peakMegabytes()).toBe(FALLBACK);
  });
});

/** The most memory this process has had. */
import { readFileSync } from 'node:fs';

/**
 * Reads the peak resident memory, in megabytes of 10⁶ bytes. Linux's own `VmHWM` first: what `getrusage` says includes
 * what the parent held when it forked.
 */
export function peakMegabytes(): number {
  return Math.round((highWaterKibibytes() ?? process.resourceUsage().maxRSS) * 1.024e-3);
}

function highWaterKibibytes(): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return found?.[1] === undefined ? undefined : Number(found[1]);
  } catch {
    return undefined; // not Linux
  }
}

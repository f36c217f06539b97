/** What the figures were measured on, without anything that names the machine or its owner. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly platform: string;
  readonly node: string;
  /** Processes that wanted a core in the last minute, on average: near 0 on a quiet machine. */
  readonly load: number;
}

/** Describes the machine as it is now: call it before anything is measured. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 1e9),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    load: loadavg()[0] ?? Number.NaN,
  };
}

/**
 * Shortens every absolute path to its last part, for messages of other programs that go into a committed report.
 *
 * @example withoutPaths('no module at /home/someone/x/y.node') // 'no module at …/y.node'
 */
export function withoutPaths(text: string): string {
  return text
    .replace(/\b[A-Za-z]:\\(?:[^\\\s'"()]+\\)*([^\\\s'"()]*)/g, '…/$1')
    .replace(/(?<![\w.@…/-])(?:file:\/\/)?\/+(?:[^\s/'"()]+\/+)*([^\s/'"()]*)/g, '…/$1');
}

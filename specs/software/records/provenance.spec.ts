import { availableParallelism, cpus } from 'node:os';
import { describe, expect, it } from 'vitest';
import { provenanceOf } from '../../../src/records/provenance.ts';

describe('provenanceOf', () => {
  // Catches seconds for minutes, kilobytes for megabytes, and a name that another tool would not know.
  it('says where and when a record was computed, in the units it promises', () => {
    const before = Date.now();
    const { finishedAt, peakMegabytes, ...rest } = provenanceOf('wasm 1.2.3', 12.345, 2);
    expect(rest).toEqual({
      durationSeconds: 12.3,
      resumedAfterEpoch: 2,
      engine: 'wasm 1.2.3',
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      processor: cpus()[0]!.model.trim(),
      cores: availableParallelism(),
    });
    expect(Date.parse(finishedAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(finishedAt)).toBeLessThanOrEqual(Date.now());
    expect(peakMegabytes).toBeGreaterThanOrEqual(Math.floor(process.memoryUsage().rss / 1e6 / 2));
    expect(peakMegabytes).toBeLessThan(1e5);
    expect(Number.isInteger(peakMegabytes)).toBe(true);
  });
});

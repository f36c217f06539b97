/** One run computed in this process on real images: what it reports of its speed, and that it goes on where it was. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { computeRun, type RunProgress } from '../../../src/records/compute-job.ts';
import { plantedFingerprint } from '../../support/planted-evidence.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runJob } from '../../support/this-study.ts';

const job = runJob({ scale: 'smoke', activation: 'relu', depth: 1, seed: 1 });
const IMAGES = 160; // of the smoke scale
const EPOCHS = 4;
const longer = { ...job, settings: { ...job.settings, epochs: EPOCHS } };

const checkpointIn = (folder: string) => join(folder, `${job.name}.checkpoint`);

/** Computes it, and lists what it reported; dies after an epoch if told to. */
async function compute(folder: string | undefined, dieAfter?: number) {
  const reports: RunProgress[] = [];
  const report = async (progress: RunProgress) => {
    reports.push(progress);
    if (progress.epoch === dieAfter) throw new Error('killed');
  };
  const checkpoint = folder && checkpointIn(folder);
  const computed = computeRun(longer, { fingerprint: plantedFingerprint, checkpoint, report });
  const files = dieAfter ? await computed.catch((error: Error) => error.message) : await computed;
  return { reports, files };
}

describe('computeRun', () => {
  let seconds: number;
  beforeEach(() => {
    // A clock that moves on by a second whenever it is read.
    seconds = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      seconds += 1;
      return 1000 * seconds;
    });
    onTestFinished(() => clock.mockRestore());
  });

  it('reports after each epoch its speed and the time left, which agree with each other and with the clock', async () => {
    const { reports } = await compute(undefined);
    expect(reports.map(({ epoch, epochs }) => [epoch, epochs])).toEqual(
      Array.from({ length: EPOCHS }, (_, index) => [index + 1, EPOCHS]),
    );
    for (const { epoch, imagesPerSecond, secondsLeft } of reports) {
      expect(imagesPerSecond * secondsLeft).toBeCloseTo(IMAGES * (EPOCHS - epoch), 6);
      expect(imagesPerSecond).toBe(IMAGES); // one reading, so one second, per epoch
    }
    expect(reports.at(-1)!.secondsLeft).toBe(0);
  });

  // Catches a speed that counts epochs of an earlier process.
  it('counts only the epochs trained now when it goes on from a checkpoint, and leaves it, for its record is nowhere yet', async () => {
    const folder = await temporaryFolder();
    const whole = await compute(undefined);
    const killed = await compute(folder, 2);
    expect(killed.files).toBe('killed');
    const { reports, files } = await compute(folder);
    expect(reports.map(({ epoch }) => epoch)).toEqual([3, 4]);
    for (const { imagesPerSecond } of reports) expect(imagesPerSecond).toBe(IMAGES);
    expect(reports.map(({ secondsLeft }) => secondsLeft)).toEqual([1, 0]);
    const { provenance: own, ...result } = files as Exclude<typeof files, string>;
    const { provenance: _, ...expected } = whole.files as Exclude<typeof files, string>;
    expect(result).toEqual(expected);
    expect(JSON.parse(own)).toMatchObject({ resumedAfterEpoch: 2 });
    expect(
      (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.checkpoint')),
    ).toEqual([`${job.name}.checkpoint`]);
  });

  it('keeps checkpoints of other settings, or of other code, apart from its own', async () => {
    const folder = await temporaryFolder();
    await compute(folder, 2);
    const other = { ...plantedFingerprint, source: 'd'.repeat(64) };
    const reports: number[] = [];
    const report = async ({ epoch }: RunProgress) => {
      reports.push(epoch);
      if (reports.length === 1) throw new Error('killed');
    };
    await expect(
      computeRun(longer, { fingerprint: other, checkpoint: checkpointIn(folder), report }),
    ).rejects.toThrow('killed');
    const shorter = { ...longer, settings: { ...longer.settings, epochs: 3 } };
    reports.length = 0;
    await expect(
      computeRun(shorter, { fingerprint: plantedFingerprint, checkpoint: checkpointIn(folder), report }),
    ).rejects.toThrow('killed');
    expect(reports).toEqual([1]);
  });
});

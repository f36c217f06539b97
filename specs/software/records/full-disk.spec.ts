/** A disk that takes no more, played by a limit on the size of files: what was stored stays whole, and the run goes on. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatSealed } from '../../../src/records/seal.ts';
import { plantedFingerprint, plantedRecord } from '../../support/planted-evidence.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runName, runsOf } from '../../support/this-study.ts';

const script = fileURLToPath(new URL('../../support/ensure-in-process.ts', import.meta.url));
const RECORD = join('runs', 'smoke', 'relu-depth-1-seed-1.json');
const WEIGHTS = join('weights', 'smoke', 'relu-depth-1-seed-1.safetensors');

/** Ensures the run in a process that may write files of so many kilobytes at most. */
function ensureWithin(
  kilobytes: number | 'unlimited',
  folder: string,
): Promise<{ code: number; said: string }> {
  const command = `ulimit -f ${kilobytes}; exec "$0" --import tsx "$@"`;
  const args = [script, folder, join(folder, 'cache'), JSON.stringify(plantedFingerprint)];
  return new Promise((resolve) => {
    execFile('bash', ['-c', command, process.execPath, ...args], (error, _, said) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, said });
    });
  });
}

const namesIn = async (folder: string) => (await readdir(folder, { recursive: true })).sort();

describe('ensureRun', () => {
  it('says what to do when the disk is full, leaves nothing half-written, and ends with the same bytes', async () => {
    const folder = await temporaryFolder();
    const undisturbed = await temporaryFolder();
    expect(await ensureWithin('unlimited', undisturbed)).toMatchObject({ code: 0 });

    const full = await ensureWithin(1, folder);
    expect(full.code).not.toBe(0);
    expect(full.said).toContain('relu-depth-1-seed-1 cannot be stored');
    expect(full.said).toContain('start again: training goes on at its last epoch');
    expect(
      (await namesIn(folder)).filter((name) => /\.(json|safetensors|checkpoint|tmp)$/.test(name)),
    ).toEqual([]);

    expect(await ensureWithin('unlimited', folder)).toMatchObject({ code: 0 });
    for (const path of [RECORD, WEIGHTS]) {
      const [own, other] = await Promise.all([folder, undisturbed].map((in_) => readFile(join(in_, path))));
      expect(own!.equals(other!)).toBe(true);
    }
  });

  it('leaves an earlier record as it was', async () => {
    const folder = await temporaryFolder();
    const [run] = runsOf('smoke').filter((each) => RECORD.includes(runName(each)));
    const other = { ...plantedFingerprint, source: 'd'.repeat(64) };
    await mkdir(dirname(join(folder, RECORD)), { recursive: true });
    await writeFile(join(folder, RECORD), formatSealed(plantedRecord(run!, 0.5, other)));
    const before = await readFile(join(folder, RECORD), 'utf8');
    expect((await ensureWithin(1, folder)).code).not.toBe(0);
    expect(await readFile(join(folder, RECORD), 'utf8')).toBe(before);
  });
});

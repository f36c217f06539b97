/** What CI gates on: real test runs, on planted records that this code takes for valid, and the codes they end with. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { datasetDigest, officialBatches } from '../../../src/dataset/batch-file.ts';
import type { Outcome } from '../../../src/hypotheses/verdict.ts';
import { finalAccuracy } from '../../../src/records/evidence.ts';
import { type Fingerprint, fingerprintOf } from '../../../src/records/fingerprint.ts';
import { makeProbeRecord } from '../../../src/records/probe-record.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import { PROBE_NAME } from '../../../src/records/store.ts';
import { runName } from '../../../src/study.ts';
import { syntheticRecord } from '../../support/synthetic-evidence.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { evidenceFor } from '../report/planted-report.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

describe('vitest run', () => {
  let today: Fingerprint;
  beforeAll(async () => {
    today = await fingerprintOf('wasm', datasetDigest(officialBatches));
  });

  /** A reports folder whose records lead to this outcome of the gate. */
  async function reportsFor(outcome: Outcome): Promise<string> {
    const reports = await temporaryFolder();
    const { records, probe } = evidenceFor(outcome);
    const files = [
      ...records.map((record) => [
        runName(record.run),
        syntheticRecord(record.run, finalAccuracy(record), today),
      ]),
      [PROBE_NAME, makeProbeRecord('quick', today, probe.probes)],
    ] as const;
    for (const [name, record] of files) {
      const path = join(reports, 'runs', 'quick', `${name}.json`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, formatSealed(record as object));
    }
    return reports;
  }

  /** Judges the records of a reports folder in a test run of its own. */
  async function judge(
    reports: string,
    ...options: string[]
  ): Promise<{ code: number | null; said: string }> {
    const { VITEST: _, ...environment } = process.env;
    const child = spawn(process.execPath, [VITEST, 'run', '--project', 'hypotheses', ...options], {
      cwd: ROOT,
      env: { ...environment, REPORTS: relative(ROOT, reports) },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
  }

  it.each<[Outcome, number]>([
    ['supported', 0],
    ['refuted', 3],
    ['inconclusive', 4],
  ])('ends as documented when the gate is %s: with %i', async (outcome, expected) => {
    const reports = await reportsFor(outcome);
    const { code, said } = await judge(reports);
    expect(said).toContain(`Conclusion: the gate is ${outcome} (exit code ${expected})`);
    expect(code).toBe(expected);
    const session = JSON.parse(await readFile(join(reports, 'session.json'), 'utf8'));
    expect(session).toMatchObject({ conclusion: outcome, exitCode: expected, problems: [] });
  });

  it('ends with 5 when one of the records was edited, and says which', async () => {
    const reports = await reportsFor('supported');
    const path = join(reports, 'runs', 'quick', 'relu-depth-8-seed-1.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"seed": 1', '"seed": 2'));
    const { code, said } = await judge(reports);
    expect(said).toContain('relu-depth-8-seed-1 is invalid');
    expect(code).toBe(5);
  });

  it('ends with 2 when it is asked for what there is not', async () => {
    const { code, said } = await judge('reports', '--mode', 'fast');
    expect(said).toContain('--mode needs one of smoke, quick, paper, got fast');
    expect(code).toBe(2);
  });
});

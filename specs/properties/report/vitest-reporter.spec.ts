/** The reporter on made-up test runs: what it writes, and that it writes no findings of rules that nobody registered. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';
import { judgeAll } from '../../../src/hypotheses/hypotheses.ts';
import { requireRegistered } from '../../../src/hypotheses/registration.ts';
import type { ModuleReport } from '../../../src/report/session-result.ts';
import { FindingsReporter } from '../../../src/report/vitest-reporter.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { evidenceFor } from './planted-report.ts';
import { passing, session } from './planted-session.ts';

vi.mock('../../../src/hypotheses/registration.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../../../src/hypotheses/registration.ts')>()),
  requireRegistered: vi.fn(async () => {}),
}));

const FAULT = 'The study or a rule is not the registered one: its digest is 1, registered is 2.';

/** A spec file as Vitest hands it over. */
const moduleOf = ({ project, failed, metas }: ModuleReport) =>
  ({
    project: { name: project },
    moduleId: `/here/specs/${project}.spec.ts`,
    state: () => (failed ? 'failed' : 'passed'),
    errors: () => [],
    children: { allTests: () => metas.map((meta) => ({ meta: () => meta, result: () => ({ errors: [] }) })) },
  }) as unknown as TestModule;

/** Reports a whole test run on planted evidence. */
async function report(reports: readonly ModuleReport[] = passing('supported')) {
  const folder = await temporaryFolder();
  const said: string[] = [];
  const reporter = new FindingsReporter({ ...session, store: { ...session.store, folder } });
  reporter.onInit({ config: {}, logger: { log: (line: string) => said.push(line) } } as unknown as Vitest);
  await reporter.onTestRunEnd(reports.map(moduleOf), [], 'passed');
  const result = JSON.parse(await readFile(join(folder, 'session.json'), 'utf8'));
  return { files: await readdir(folder), said: said.join('\n'), result, code: process.exitCode };
}

describe('FindingsReporter', () => {
  const before = process.exitCode;
  afterEach(() => {
    process.exitCode = before;
    vi.mocked(requireRegistered).mockReset();
  });

  it('writes findings, results and figures of complete evidence under registered rules', async () => {
    const { files, said, result, code } = await report();
    expect(files.sort()).toEqual(['figures', 'findings.md', 'results.json', 'session.json']);
    expect(said).toContain('H1 (gate) SUPPORTED');
    expect([result.conclusion, result.problems, code]).toEqual(['supported', [], 0]);
  });

  it('writes no findings of rules that nobody registered, says why, and ends as for bad evidence', async () => {
    vi.mocked(requireRegistered).mockRejectedValueOnce(new Error(FAULT));
    const { files, said, result, code } = await report();
    expect(files).toEqual(['session.json']);
    expect(said).toContain(`PROBLEM: ${FAULT}`);
    expect(said).toContain('Findings: not written');
    expect([result.conclusion, result.problems, code]).toEqual(['evidence', [FAULT], 5]);
  });

  it('counts no verdict of such rules either where runs did not take part', async () => {
    vi.mocked(requireRegistered).mockRejectedValueOnce(new Error(FAULT));
    const verdict = judgeAll(evidenceFor('supported'))[0]!;
    const judged = { project: 'hypotheses', failed: false, errors: [], metas: [{ verdict }] };
    const { result, code } = await report([judged]);
    expect([result.conclusion, result.problems, code]).toEqual(['evidence', [FAULT], 5]);
  });

  it('does not ask for the registration where nothing is judged', async () => {
    vi.mocked(requireRegistered).mockRejectedValueOnce(new Error(FAULT));
    const { files, result } = await report(passing('supported').slice(0, 1));
    expect(files).toEqual(['session.json']);
    expect(result.problems).toEqual([]);
  });
});

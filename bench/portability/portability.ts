/** `npm run portability`: has every platform compute the same trainings, and tells which of them agree. */
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readKernels } from '../../src/engine/wasm/read-kernels.ts';
import { writeAtomically } from '../../src/files/write-atomically.ts';
import { nodeHost } from '../../src/node-host.ts';
import { runCommand } from '../../src/runner/run-command.ts';
import { design } from '../../src/studies/relu-versus-sigmoid/design.ts';
import { answerTask, type Task } from './answer-task.ts';
import { browserPlatforms } from './browser-platforms.ts';
import { bundlePrograms } from './bundle-programs.ts';
import { cases } from './cases.ts';
import { comparisonText, outcomeText } from './comparison-text.ts';
import { GOLDEN_FILE, readGolden, writeGolden } from './golden.ts';
import { emulatedPlatform, nodePlatforms } from './node-platforms.ts';
import { type Asked, differences, exitCodeOf } from './outcome.ts';
import type { Platform, Question } from './platform.ts';
import { reportText } from './report-text.ts';
import { type Request, requestOf } from './request.ts';
import { type Expectation, expectRun } from './whole-run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, '.cache', 'portability');
const REPORTS = join(ROOT, 'reports');
const EVIDENCE = join(REPORTS, design.name);
const REPORT_FILE = join(REPORTS, 'portability.md');

const caseNames = cases.map(({ name }) => name);

async function compare(request: Request, platforms: readonly Platform[]): Promise<number> {
  const whole = request.run && (await expectRun(request.run, EVIDENCE));
  const golden = { ...(await readGolden()), ...whole?.golden };
  if (whole) console.log(` ${whole.origin}`);
  const programs = await bundlePrograms(FOLDER);
  const task: Task = { cases: caseNames, ...(whole && { run: whole.run }) };
  const asked: Asked[] = [];
  // One after another: each uses a core for as long as it computes.
  for (const platform of platforms) {
    const one = await ask(platform, { task, programs, data: whole?.data });
    console.log(` ${one.platform}: ${outcomeText(golden, one)}`);
    asked.push(one);
  }
  const text = comparisonText(golden, asked);
  console.log(`\n${text}\n`);
  if (request.report) await report(text, whole);
  return exitCodeOf(golden, asked, request.all);
}

async function ask({ name, ask }: Platform, question: Question): Promise<Asked> {
  try {
    return { platform: name, outcome: await ask(question) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    return { platform: name, outcome: { kind: 'failed', reason } };
  }
}

async function report(text: string, whole: Expectation | undefined): Promise<void> {
  await writeAtomically(REPORT_FILE, reportText(text, whole?.origin));
  console.log(` Kept in ${relative(ROOT, REPORT_FILE)}`);
}

async function rewriteGolden(): Promise<number> {
  const before = await readGolden().catch(() => ({}));
  const noImages = () => Promise.reject(new Error('No case needs CIFAR-10'));
  const golden = await answerTask({ cases: caseNames }, await readKernels(), noImages, nodeHost);
  await writeGolden(golden);
  const changed = differences(before, golden).length;
  console.log(` ${relative(ROOT, GOLDEN_FILE)}: ${caseNames.length} cases by this Node, ${changed} changed`);
  return 0;
}

// The slowest last.
const platforms = [...nodePlatforms(FOLDER), ...browserPlatforms(), emulatedPlatform(FOLDER)];
const names = platforms.map(({ name }) => name);
await runCommand(
  () => requestOf(process.argv.slice(2), names, process.env),
  (request) => {
    const chosen = platforms.filter(({ name }) => request.on?.includes(name) ?? true);
    return request.write ? rewriteGolden() : compare(request, chosen);
  },
);

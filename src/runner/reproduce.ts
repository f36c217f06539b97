/** `npm run reproduce`: trains runs from nothing, judges them, and compares each record with the committed one. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVitest } from 'vitest/node';
import { loadCifar10 } from '../dataset/cifar10.ts';
import { withFileLock } from '../files/file-lock.ts';
import { compareWithCommitted } from './compare-with-committed.ts';
import { doubtsAbout } from './completeness.ts';
import { exitCodes } from './conclusion.ts';
import { requireOwnCode, toldToNode } from './distortions.ts';
import {
  faultsOf,
  projectsOf,
  REPRODUCTION,
  type Request,
  requestOf,
  startFromNothing,
} from './reproduction.ts';
import { runCommand } from './run-command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// Vitest has set an exit code for the verdict by the end; this command is about agreement.
async function reproduce(request: Request): Promise<number> {
  // Else what nobody believes would lie there for a reproduction that goes on (`--resume`).
  const code = requireOwnCode(ROOT, 'The reproduction');
  await loadCifar10(); // before anything is deleted
  await startFromNothing(ROOT, request);
  delete process.env.AUDIT;
  process.env.REPORTS = REPRODUCTION.reports;
  process.env.RUN_CACHE = join(ROOT, REPRODUCTION.cache, 'runs');
  const project = [...projectsOf(request)];
  const options = {
    root: ROOT,
    mode: `${request.study.name}/${request.scale}`,
    project,
    run: true,
    watch: false,
  };
  const vitest = await createVitest('test', options);
  const loaded = { root: ROOT, code, startedAt: performance.timeOrigin, node: toldToNode(ROOT) };
  const doubts = await vitest
    .start()
    .then(({ testModules }) => [...faultsOf(testModules, request), ...doubtsAbout(vitest, loaded)])
    .finally(() => vitest.close());
  const { text, agrees } = await compareWithCommitted(ROOT, request);
  console.log(`\n${[text, ...doubts.map((doubt) => ` PROBLEM: ${doubt}`)].join('\n')}`);
  return agrees && doubts.length === 0 ? 0 : exitCodes.evidence;
}

/** Two reproductions in one checkout would delete each other's runs: the second waits. */
async function reproduceAlone(request: Request): Promise<number> {
  process.chdir(ROOT);
  await mkdir(REPRODUCTION.cache, { recursive: true });
  const onWait = (pid: number) =>
    console.log(` Another reproduction is at work in this checkout (process ${pid}); waiting for its end.`);
  return withFileLock(join(REPRODUCTION.cache, 'lock'), () => reproduce(request), { onWait });
}

await runCommand(() => requestOf(process.argv.slice(2), process.env), reproduceAlone);

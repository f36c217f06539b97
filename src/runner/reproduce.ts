/** `npm run reproduce`: trains runs from nothing, judges them, and compares each record with the committed one. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { type EngineName, parseEngine } from '../engine/engine.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readIfPresent } from '../files/read-if-present.ts';
import { parseRecord, type RunRecord } from '../records/run-record.ts';
import { PROBE_NAME, variantOf } from '../records/store.ts';
import { parseScale, type Run, runName, runsOf, type ScaleName } from '../study.ts';
import { agreementText, compareRuns } from './agreement.ts';
import { exitCodes } from './conclusion.ts';
import { type Filters, selectRuns } from './select-runs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMITTED = 'reports';
const REPRODUCTION = join('reports', 'reproduction');
const CACHE = join('.cache', 'reproduction');

interface Request {
  readonly scale: ScaleName;
  readonly engine: EngineName;
  readonly runs: readonly Run[];
  readonly resume: boolean;
}

function requestOf(args: readonly string[]): Request {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'string', default: 'quick' },
      activation: { type: 'string' },
      depth: { type: 'string' },
      seed: { type: 'string' },
      resume: { type: 'boolean', default: false },
    },
  });
  const scale = parseScale(values.scale);
  const runs = selectRuns(runsOf(scale), values satisfies Filters);
  return { scale, engine: parseEngine(process.env.ENGINE), runs, resume: values.resume };
}

/** Trains and compares; nothing outside the reproduction's own folders is written. */
async function reproduce({ scale, engine, runs, resume }: Request): Promise<number> {
  const variant = variantOf(scale, engine);
  const whole = runs.length === runsOf(scale).length;
  if (!resume) {
    await rm(join(REPRODUCTION, 'runs', variant), { recursive: true, force: true });
    await rm(join(CACHE, 'runs'), { recursive: true, force: true });
  }
  Object.assign(process.env, { REPORTS: REPRODUCTION, RUN_CACHE: join(CACHE, 'runs') });
  // Hypotheses need every run, so a selection is trained and compared, not judged.
  const project = [...runs.map(runName), ...(whole ? [PROBE_NAME, 'hypotheses'] : [])];
  const vitest = await startVitest('test', [], { root: ROOT, mode: scale, project, run: true, watch: false });
  await vitest.close();
  const own = await recordsIn(join(REPRODUCTION, 'runs', variant), runs);
  const sameEngine = await recordsIn(join(COMMITTED, 'runs', variant), runsOf(scale));
  const folder = join(COMMITTED, 'runs', sameEngine.length > 0 ? variant : variantOf(scale, 'wasm'));
  const recorded = sameEngine.length > 0 ? sameEngine : await recordsIn(folder, runsOf(scale));
  const compared = compareRuns(runs, recorded, own);
  console.log(`\n Each run, trained just now, beside its record in ${folder}:\n${agreementText(compared)}`);
  const probe = whole && sameEngine.length > 0 ? await probeAgrees(variant) : true;
  return probe && compared.every(({ agrees }) => agrees) ? 0 : exitCodes.evidence;
}

/** Reads what valid records there are of some runs; says which are invalid. */
async function recordsIn(folder: string, runs: readonly Run[]): Promise<readonly RunRecord[]> {
  const found = await Promise.all(
    runs.map(async (run) => {
      const path = join(folder, `${runName(run)}.json`);
      const text = await readIfPresent(path);
      try {
        return text === undefined ? [] : [parseRecord(text)];
      } catch (error) {
        console.error(` ${path} ${error instanceof Error ? error.message : error}`);
        return [];
      }
    }),
  );
  return found.flat();
}

async function probeAgrees(variant: string): Promise<boolean> {
  const [recorded, own] = await Promise.all(
    [COMMITTED, REPRODUCTION].map((folder) =>
      readIfPresent(join(folder, 'runs', variant, `${PROBE_NAME}.json`)),
    ),
  );
  const agrees = own !== undefined && own === recorded;
  console.log(
    ` The gradients at initialisation (${PROBE_NAME}) are ${agrees ? 'bit-equal' : 'NOT BIT-EQUAL'}.`,
  );
  return agrees;
}

async function main(request: Request): Promise<number> {
  process.chdir(ROOT);
  await mkdir(CACHE, { recursive: true });
  const onWait = (pid: number) =>
    console.log(` Another reproduction is at work in this checkout (process ${pid}); waiting for its end.`);
  return withFileLock(join(CACHE, 'lock'), () => reproduce(request), { onWait });
}

// Vitest has set an exit code for the verdict by then; this command is about agreement.
try {
  const request = requestOf(process.argv.slice(2));
  process.exitCode = await main(request).catch((error: unknown) => failed(error, exitCodes.failed));
} catch (error) {
  process.exitCode = failed(error, exitCodes.usage);
}

function failed(error: unknown, code: number): number {
  console.error(error instanceof Error ? error.message : error);
  return code;
}

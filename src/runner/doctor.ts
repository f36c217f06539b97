/** `npm run doctor`: says of everything that the project needs whether it is there, and of what is not, the remedy. */
import { existsSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { availableParallelism, homedir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { officialBatches } from '../dataset/batch-file.ts';
import { cacheFolder } from '../dataset/cache-folder.ts';
import { DatasetError, explainFileError } from '../dataset/dataset-error.ts';
import { readCache } from '../dataset/read-cache.ts';
import { startEngine } from '../engine/engine.ts';
import { hasSimd } from '../engine/wasm/has-simd.ts';
import { findChromium } from '../files/find-executable.ts';
import { requireRegistered } from '../judging/registration.ts';
import { readReplication } from '../records/replication.ts';
import { studies, studyNamed } from '../studies/studies.ts';
import { codeState } from './code-digest.ts';
import { exitCodes } from './conclusion.ts';
import { diagnoses, diagnosesText, type Surroundings } from './diagnoses.ts';
import { surroundingDistortions, toldToNode } from './distortions.ts';
import { parseOptions } from './parse-options.ts';
import { planRun, reportsFolder, type ScalePlan } from './plan.ts';
import { runCommand } from './run-command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function surroundings(): Promise<Surroundings> {
  const { env, platform, versions } = process;
  const folder = cacheFolder({ env, platform, home: homedir() });
  const dataset = await readCache(folder, officialBatches).catch((error) =>
    explainFileError(error, folder, 'CIFAR-10'),
  );
  const plans = await planRun(studies, ROOT, 'test', env).catch(asError);
  return {
    node: versions.node,
    simd: hasSimd(),
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    cache: { folder, freeBytes: await freeBytes(folder) },
    datasetProblem: dataset instanceof DatasetError ? dataset : undefined,
    plans,
    obstacles: await obstacles(plans instanceof Error ? [] : plans),
    wasm: await startEngine('wasm').catch(asError),
    tensorflow: await startEngine('tensorflow').catch(asError),
    kernelsCompiler: existsSync(join(ROOT, 'tools/kernels-compiler/node_modules/assemblyscript')),
    browser: await findChromium(),
  };
}

// What a test run finds only at its end, or would not start for.
async function obstacles(plans: readonly ScalePlan[]): Promise<readonly string[]> {
  const checks = [
    async () => codeState(ROOT),
    async () => {
      if (!existsSync(join(ROOT, 'node_modules/fast-check'))) throw new Error('no fast-check: npm ci');
    },
    () => access(reportsFolder(ROOT, process.env), constants.W_OK),
    ...studies.map((study) => () => requireRegistered(study)),
    ...plans.map((plan) => () => readReplication(plan.store.folder, studyNamed(plan.study), plan.scale)),
  ];
  const found = await Promise.allSettled(checks.map((check) => check()));
  const errors = found.flatMap((one) => (one.status === 'rejected' ? [asError(one.reason).message] : []));
  return [...errors, ...surroundingDistortions(toldToNode(ROOT))];
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

// Of the nearest folder that there is: the cache is made when it is needed.
async function freeBytes(folder: string): Promise<number> {
  const status = await statfs(folder).catch(() => undefined);
  if (status) return status.bavail * status.bsize;
  return dirname(folder) === folder ? 0 : freeBytes(dirname(folder));
}

async function doctor(): Promise<number> {
  const found = diagnoses(await surroundings());
  console.log(diagnosesText(found));
  return found.some(({ kind }) => kind === 'lacking') ? exitCodes.failed : 0;
}

await runCommand(() => parseOptions(process.argv.slice(2), {}), doctor);

/** `npm run reproduce`: trains every run from nothing, judges them, and compares each with its committed record. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { parseEngine } from '../engine/engine.ts';
import { variantOf } from '../records/store.ts';
import { parseScale, runName, runsOf, type ScaleName } from '../study.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMITTED = 'reports';
const REPRODUCTION = join('reports', 'reproduction');

/** How a run's fresh record compares with the committed one. */
type Agreement = 'equal' | 'DIFFERENT' | 'NOT TRAINED' | 'no committed record';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { scale: { type: 'string', default: 'quick' }, resume: { type: 'boolean' } },
  });
  const scale = parseScale(values.scale);
  const variant = variantOf(scale, parseEngine(process.env.ENGINE));
  if (!values.resume) await startFromNothing(variant);
  process.env.REPORTS = REPRODUCTION;
  process.chdir(ROOT);
  const projects = [...runsOf(scale).map(runName), 'initialisation', 'hypotheses'];
  const vitest = await startVitest('test', [], {
    root: ROOT,
    mode: scale,
    project: projects,
    run: true,
    watch: false,
  });
  await vitest.close();
  const agreements = await compare(scale, variant);
  console.log(comparison(agreements, variant));
  const agreed = agreements.every(({ agreement }) => agreement === 'equal');
  process.exitCode ||= agreed ? 0 : 1;
}

async function startFromNothing(variant: string): Promise<void> {
  await rm(join(ROOT, REPRODUCTION, 'runs', variant), { recursive: true, force: true });
  await rm(join(ROOT, '.cache', 'checkpoints', REPRODUCTION, variant), { recursive: true, force: true });
}

async function compare(
  scale: ScaleName,
  variant: string,
): Promise<readonly { readonly name: string; readonly agreement: Agreement }[]> {
  return Promise.all(
    runsOf(scale).map(async (run) => {
      const name = runName(run);
      const [committed, fresh] = await Promise.all(
        [COMMITTED, REPRODUCTION].map((folder) =>
          textOf(join(ROOT, folder, 'runs', variant, `${name}.json`)),
        ),
      );
      return { name, agreement: agreementOf(committed, fresh) };
    }),
  );
}

function agreementOf(committed: string | undefined, fresh: string | undefined): Agreement {
  if (fresh === undefined) return 'NOT TRAINED';
  if (committed === undefined) return 'no committed record';
  return fresh === committed ? 'equal' : 'DIFFERENT';
}

function comparison(
  agreements: readonly { readonly name: string; readonly agreement: Agreement }[],
  variant: string,
): string {
  const equal = agreements.filter(({ agreement }) => agreement === 'equal').length;
  const rows = agreements.map(({ name, agreement }) => ` ${name.padEnd(24)} ${agreement}`);
  return [
    `\n Bytes of each run's record, trained just now, beside the committed one in ${COMMITTED}/runs/${variant}:`,
    ...rows,
    ` ${equal} of ${agreements.length} records are byte for byte the committed ones.`,
  ].join('\n');
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});

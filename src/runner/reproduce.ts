/** `npm run reproduce`: trains runs from nothing, judges them, and compares each record with the committed one. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { parseEngine } from '../engine/engine.ts';
import { readIfPresent } from '../files/read-if-present.ts';
import { PROBE_NAME, variantOf } from '../records/store.ts';
import { parseScale, type Run, runName, runsOf } from '../study.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMITTED = 'reports';
const REPRODUCTION = join('reports', 'reproduction');

/** How a run's fresh record compares with the committed one. */
type Agreement = 'equal' | 'DIFFERENT' | 'NOT TRAINED' | 'no committed record';

interface Compared {
  readonly name: string;
  readonly agreement: Agreement;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      scale: { type: 'string', default: 'quick' },
      activation: { type: 'string' },
      depth: { type: 'string' },
      seed: { type: 'string' },
      resume: { type: 'boolean', default: false },
    },
  });
  const scale = parseScale(values.scale);
  const runs = select(runsOf(scale), values);
  const variant = variantOf(scale, parseEngine(process.env.ENGINE));
  const whole = runs.length === runsOf(scale).length;
  const names = [...runs.map(runName), ...(whole ? [PROBE_NAME] : [])];
  if (!values.resume) await startFromNothing(variant);
  process.env.REPORTS = REPRODUCTION;
  process.chdir(ROOT);
  // Hypotheses need every run, so a selection is trained and compared, not judged.
  const project = whole ? [...names, 'hypotheses'] : names;
  const vitest = await startVitest('test', [], { root: ROOT, mode: scale, project, run: true, watch: false });
  await vitest.close();
  const compared = await Promise.all(names.map((name) => compare(name, variant)));
  console.log(comparisonText(compared, variant));
  return compared.every(({ agreement }) => agreement === 'equal') ? 0 : 1;
}

type Filters = { readonly [Name in 'activation' | 'depth' | 'seed']?: string | undefined };

function select(runs: readonly Run[], filters: Filters): readonly Run[] {
  const names = ['activation', 'depth', 'seed'] as const;
  const selected = runs.filter((run) =>
    names.every((name) => (filters[name] ?? `${run[name]}`) === `${run[name]}`),
  );
  if (selected.length > 0) return selected;
  const asked = names.flatMap((name) => (filters[name] === undefined ? [] : [`--${name} ${filters[name]}`]));
  throw new RangeError(
    `reproduce needs a selection that has a run, got ${asked.join(' ')}; runs are like ${runs.map(runName)[0]}`,
  );
}

async function startFromNothing(variant: string): Promise<void> {
  await rm(join(ROOT, REPRODUCTION, 'runs', variant), { recursive: true, force: true });
  await rm(join(ROOT, '.cache', 'checkpoints', REPRODUCTION, variant), { recursive: true, force: true });
}

async function compare(name: string, variant: string): Promise<Compared> {
  const [committed, fresh] = await Promise.all(
    [COMMITTED, REPRODUCTION].map((folder) =>
      readIfPresent(join(ROOT, folder, 'runs', variant, `${name}.json`)),
    ),
  );
  return { name, agreement: agreementOf(committed, fresh) };
}

function agreementOf(committed: string | undefined, fresh: string | undefined): Agreement {
  if (fresh === undefined) return 'NOT TRAINED';
  if (committed === undefined) return 'no committed record';
  return fresh === committed ? 'equal' : 'DIFFERENT';
}

function comparisonText(compared: readonly Compared[], variant: string): string {
  const runs = compared.filter(({ name }) => name !== PROBE_NAME);
  const equal = runs.filter(({ agreement }) => agreement === 'equal').length;
  return [
    `\n Each record, computed just now, beside the committed one in ${COMMITTED}/runs/${variant}:`,
    ...compared.map(({ name, agreement }) => ` ${name.padEnd(24)} ${agreement}`),
    ` ${equal} of ${runs.length} run records are byte for byte the committed ones.`,
  ].join('\n');
}

main()
  .then((code) => {
    process.exitCode ||= code;
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });

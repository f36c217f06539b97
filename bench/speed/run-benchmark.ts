/** `npm run bench`: how fast the engines train beside their peers, and what the default one costs; `reports/benchmarks.md`. */
import { mkdir } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { writeAtomically } from '../../src/files/write-atomically.ts';
import { parseOptions } from '../../src/runner/parse-options.ts';
import { runCommand } from '../../src/runner/run-command.ts';
import { type Measured, measure } from './measure.ts';
import { benchmarkReport } from './report.ts';
import { comparison, contendersNamed, dimensions, growth, keyOf, type Setting } from './settings.ts';

const REPORTS = fileURLToPath(new URL('../../reports/', import.meta.url));

const OPTIONS = {
  /** How often each setting is measured, … */
  repetitions: { type: 'string', default: '3' },
  /** … and for how long. */
  seconds: { type: 'string', default: '5' },
  /** Exact names of contenders, comma-separated: their speed alone, and nothing is written. */
  only: { type: 'string' },
} as const;

function positive(option: keyof typeof OPTIONS, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new RangeError(`--${option} needs a number > 0, got ${text}`);
  return value;
}

function requestOf(args: readonly string[]) {
  const { seconds, repetitions, only } = parseOptions(args, OPTIONS);
  return {
    seconds: positive('seconds', seconds),
    repetitions: Math.ceil(positive('repetitions', repetitions)),
    contenders: contendersNamed(only),
    alone: only !== undefined,
  };
}

async function run({ seconds, repetitions, contenders, alone }: ReturnType<typeof requestOf>): Promise<void> {
  const cores = availableParallelism();
  const load = loadavg()[0] ?? Number.NaN;
  const grown = alone ? [] : dimensions.flatMap((dimension) => growth(dimension, cores));
  const settings = unique([...comparison(contenders, cores), ...grown]);
  const samples = new Map<string, (Measured | undefined)[]>(settings.map((setting) => [keyOf(setting), []]));
  // Interleaved: a machine that grows slower meanwhile is slow for all of them.
  for (let repetition = 1; repetition <= repetitions; repetition++) {
    for (const [index, setting] of settings.entries()) {
      const measured = await measure(setting, { seconds, cores });
      samples.get(keyOf(setting))?.push(measured);
      const figure = measured ? `${measured.imagesPerSecond.toPrecision(3)} images/s` : 'not installed';
      console.error(
        `${repetition}.${index + 1} of ${repetitions}.${settings.length}: ${keyOf(setting)}: ${figure}`,
      );
    }
  }
  const measuredWith = [
    `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cores} cores, ${Math.round(totalmem() / 1e9)} GB, ${process.platform} ${process.arch}`,
    `Load average before the first measurement: ${load.toFixed(2)} (near 0 on a quiet machine)`,
    `Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  ];
  const { page, figures } = benchmarkReport({ samples, repetitions, seconds, cores, measuredWith });
  console.log(`\n${page}`);
  if (alone) return;
  await mkdir(`${REPORTS}benchmarks`, { recursive: true });
  await writeAtomically(`${REPORTS}benchmarks.md`, page);
  for (const [name, svg] of figures) await writeAtomically(`${REPORTS}benchmarks/${name}`, svg);
}

function unique(settings: readonly Setting[]): readonly Setting[] {
  return [...new Map(settings.map((setting) => [keyOf(setting), setting])).values()];
}

await runCommand(() => requestOf(process.argv.slice(2)), run);

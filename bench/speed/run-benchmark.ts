/** `npm run bench`: measures every contender on every case and writes `reports/benchmarks.md`. */
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { version_core as tfjs } from '@tensorflow/tfjs-core';
import { writeAtomically } from '../../src/files/write-atomically.ts';
import { design } from '../../src/studies/relu-versus-sigmoid/design.ts';
import type { Sample } from './assignment.ts';
import { benchmarkReport } from './benchmark-report.ts';
import { benchmarkCases, COSTLIEST_CASE } from './cases.ts';
import { contendersOn } from './contenders.ts';
import { describeMachine } from './machine.ts';
import { type MeasuringOptions, measure } from './measure.ts';
import { chosen, type Measurement, schedule } from './schedule.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const options = {
  /** How often each contender is measured on each case. */
  repetitions: { type: 'string', default: '3' },
  /** Length of one measurement. */
  seconds: { type: 'string', default: '10' },
  /** Cores to keep busy; as many processes of a single-threaded engine, each with its own memory. */
  cores: { type: 'string', default: String(availableParallelism()) },
  /** Starts of the contenders' ids, comma-separated. */
  only: { type: 'string' },
  /** Starts of the cases' ids, comma-separated. */
  cases: { type: 'string' },
  /** Where the page goes. */
  output: { type: 'string', default: 'reports/benchmarks.md' },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  const measuring = {
    cores: positive('--cores', values.cores),
    seconds: positive('--seconds', values.seconds),
  };
  const repetitions = positive('--repetitions', values.repetitions);
  const machine = describeMachine();
  const contenders = contendersOn(COSTLIEST_CASE);
  const cases = chosen(benchmarkCases, values.cases);
  const samples = await takeSamples(schedule(chosen(contenders, values.only), cases, repetitions), measuring);
  const page = benchmarkReport({
    contenders,
    cases: benchmarkCases,
    samples,
    repetitions,
    ...measuring,
    batch: design.protocol.batchSize,
    machine,
    tfjs,
    date: new Date().toISOString().slice(0, 10),
    command: commandLine(values),
  });
  const path = resolve(ROOT, values.output);
  await mkdir(dirname(path), { recursive: true });
  await writeAtomically(path, Buffer.from(page));
  console.log(`\n${page}`);
}

async function takeSamples(
  measurements: readonly Measurement[],
  measuring: MeasuringOptions,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const hopeless = new Map<string, Sample['outcome']>(); // absent anywhere, or failed on a case: not tried again
  for (const [index, { contender, benchmarkCase, repetition }] of measurements.entries()) {
    const keys = [contender.id, `${contender.id} ${benchmarkCase.id}`];
    const known = keys.map((key) => hopeless.get(key)).find((outcome) => outcome !== undefined);
    const outcome = known ?? (await measure(contender, benchmarkCase, measuring));
    if (outcome.status === 'absent') hopeless.set(contender.id, outcome);
    if (outcome.status === 'failed') hopeless.set(`${contender.id} ${benchmarkCase.id}`, outcome);
    samples.push({ contender: contender.id, benchmarkCase: benchmarkCase.id, outcome });
    const figure =
      outcome.status === 'measured'
        ? `${outcome.imagesPerSecond.toPrecision(3)} images/s, ${outcome.peakMegabytes} MB a process`
        : `${outcome.status}: ${outcome.reason}`;
    const place = `${index + 1}/${measurements.length}, repetition ${repetition}`;
    console.error(`${place}: ${contender.label}, ${benchmarkCase.label}: ${figure}`);
  }
  return samples;
}

// Without --output, and without anything that names this machine.
function commandLine({ output: _, ...values }: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return `npm run bench -- ${given.map(([name, value]) => `--${name} ${value}`).join(' ')}`;
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new RangeError(`${option} needs a number > 0, got ${text}`);
  return value;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

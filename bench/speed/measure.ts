/** Runs one measurement: starts a contender's processes, lets them go together, and sums what they did. */
import { fileURLToPath } from 'node:url';
import { design } from '../../src/studies/relu-versus-sigmoid/design.ts';
import type { Assignment, Outcome } from './assignment.ts';
import type { BenchmarkCase } from './cases.ts';
import { combineAnswers, firstFault } from './combine-answers.ts';
import { type Contender, KEEP_MEMORY } from './contenders.ts';
import { type Command, WorkerProcess } from './worker-process.ts';

export interface MeasuringOptions {
  /** Cores to keep busy. */
  readonly cores: number;
  /** Length of a measurement; a step that has begun is finished. */
  readonly seconds: number;
}

/** For starting, warming up and one step of the slowest contender, an image on the cpu engine. */
const LIMIT_SECONDS = 300;

/** A share of the measurement, at least one step: the compilers of V8 and oneDNN have then seen every shape. */
const WARM_UP = 0.2;

/**
 * Measures one contender on one case, with every core busy from the first step to the last.
 *
 * @returns the outcome; a contender that cannot be measured is an outcome too, not an error
 */
export async function measure(
  contender: Contender,
  benchmarkCase: BenchmarkCase,
  { cores, seconds }: MeasuringOptions,
): Promise<Outcome> {
  const command = commandOf(contender, benchmarkCase, { cores, seconds });
  const count = contender.processes === 'one' ? 1 : cores;
  const workers = Array.from({ length: count }, () => new WorkerProcess(command));
  const limit = LIMIT_SECONDS + 2 * seconds;
  const timer = setTimeout(() => {
    for (const worker of workers) void worker.end(`was not done after ${limit} s`);
  }, 1000 * limit);
  try {
    const fault = firstFault(await Promise.all(workers.map((worker) => worker.answer())));
    if (fault) return fault;
    for (const worker of workers) worker.go();
    return combineAnswers(await Promise.all(workers.map((worker) => worker.answer())));
  } finally {
    clearTimeout(timer);
    await Promise.all(workers.map((worker) => worker.end()));
  }
}

function commandOf(
  contender: Contender,
  { width, depth }: BenchmarkCase,
  options: MeasuringOptions,
): Command {
  const { program, singleImage } = contender;
  const pytorch = program.kind === 'pytorch';
  const assignment: Assignment = {
    configuration: pytorch ? program.memoryFormat : program.engine,
    width,
    depth,
    batch: singleImage ? 1 : design.protocol.batchSize,
    threads: options.cores,
    warmUpSeconds: singleImage ? -1 : WARM_UP * options.seconds,
    seconds: singleImage ? 0 : options.seconds,
  };
  const script = fileURLToPath(new URL(pytorch ? 'pytorch_peer.py' : 'tfjs-worker.ts', import.meta.url));
  return {
    file: pytorch ? (process.env.PYTHON ?? 'python3') : process.execPath,
    parameters: [...(pytorch ? [] : ['--import', 'tsx']), script, JSON.stringify(assignment)],
    environment: environmentOf(contender, options.cores),
    optional: pytorch,
  };
}

// What the user's shell says of the allocator must not blur the difference between the two kinds of rows.
function environmentOf({ keepsMemory }: Contender, cores: number): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !(name in KEEP_MEMORY));
  return {
    ...Object.fromEntries(inherited),
    ...(keepsMemory ? KEEP_MEMORY : {}),
    TF_NUM_INTRAOP_THREADS: String(cores),
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
}

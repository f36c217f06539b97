/** Measures one setting: starts its processes, lets them go together when all have warmed up, and sums what they did. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Setting } from './settings.ts';

/** What a process is told, as JSON on its command line. The Python peer reads the same names. */
export interface Assignment {
  /** An engine, or PyTorch's memory format. */
  readonly configuration: string;
  readonly width: number;
  readonly depth: number;
  readonly batch: number;
  /** For native libraries; the others compute on one thread. */
  readonly threads: number;
  /** Steps are taken until so much time has passed: a fifth of it to warm up, then all of it. */
  readonly seconds: number;
}

/** What it answers, a line of JSON each: `ready` after the warm-up, then, told to go, `measured`; or that it cannot. */
const answerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ready') }),
  z.strictObject({
    status: z.literal('measured'),
    images: z.int().positive(),
    seconds: z.number().positive(),
    peakMegabytes: z.number().positive(),
    identity: z.string(),
  }),
  z.strictObject({ status: z.literal('absent'), reason: z.string() }),
]);

export type Answer = Readonly<z.infer<typeof answerSchema>>;

/** What came of it. */
export interface Measured {
  readonly imagesPerSecond: number;
  /** Of the largest process, resident, in 10⁶ bytes. */
  readonly peakMegabytes: number;
  /** What computed, with its version. */
  readonly identity: string;
}

/** For starting, warming up and a step of the slowest. */
const LIMIT_SECONDS = 300;

/**
 * Settings of glibc's allocator under which a step reuses the last one's memory, instead of mapping and unmapping it.
 * @see https://man7.org/linux/man-pages/man3/mallopt.3.html
 */
const KEEPING = {
  MALLOC_MMAP_MAX_: '0',
  MALLOC_TRIM_THRESHOLD_: '100000000000',
  MALLOC_TOP_PAD_: '268435456',
};

/**
 * Measures a setting for so many seconds, with so many cores for a native library.
 *
 * @returns undefined if what the setting needs is not installed
 * @throws Error if a process fails, or takes too long
 */
export async function measure(
  setting: Setting,
  options: { readonly seconds: number; readonly cores: number },
): Promise<Measured | undefined> {
  const children = Array.from({ length: setting.processes }, () => start(setting, options));
  const timer = setTimeout(() => children.forEach(end), 1000 * (LIMIT_SECONDS + 2 * options.seconds));
  try {
    const lines = children.map(answersOf);
    const ready = await Promise.all(lines.map((next) => next()));
    if (ready.some(({ status }) => status === 'absent')) return undefined;
    for (const child of children) child.stdin?.write('go\n');
    return sum(await Promise.all(lines.map((next) => next())));
  } finally {
    clearTimeout(timer);
    await Promise.all(children.map(end));
  }
}

function start(
  { contender, width, depth, batch }: Setting,
  { seconds, cores }: { seconds: number; cores: number },
) {
  const [library, format] = contender.split('-');
  const pytorch = library === 'pytorch';
  const configuration = pytorch ? (format ?? '') : contender;
  const assignment: Assignment = { configuration, width, depth, batch, threads: cores, seconds };
  const script = fileURLToPath(new URL(pytorch ? 'pytorch_peer.py' : 'worker.ts', import.meta.url));
  const kept = contender.endsWith('-keeping') ? KEEPING : {};
  // What the user's shell says of the allocator must not blur the difference.
  const inherited = Object.entries(process.env).filter(([name]) => !(name in KEEPING));
  return spawn(
    pytorch ? (process.env.PYTHON ?? 'python3') : process.execPath,
    [...(pytorch ? [] : ['--import', 'tsx']), script, JSON.stringify(assignment)],
    {
      env: {
        ...Object.fromEntries(inherited),
        ...kept,
        TF_NUM_INTRAOP_THREADS: `${cores}`,
        TF_CPP_MIN_LOG_LEVEL: '2',
      },
    },
  );
}

/** A process's answers, one per call; any other line is a library's chatter. */
export function answersOf(child: ChildProcess): () => Promise<Answer> {
  if (!child.stdout || !child.stderr) throw new Error('answersOf needs a process with standard streams');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closed = new Promise((resolve) => child.once('close', resolve));
  let complaints = '';
  let missing = false;
  child.stderr.on('data', (text) => (complaints = `${complaints}${text}`.slice(-2000)));
  child.stdin?.on('error', () => {}); // it has ended: the next answer says so
  child.on('error', ({ code }: NodeJS.ErrnoException) => (missing = code === 'ENOENT'));
  return async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) break;
      const answer = answerSchema.safeParse(parseJson(value));
      if (answer.success) return answer.data;
    }
    await closed;
    if (missing) return { status: 'absent', reason: 'the program is not installed' };
    const ending = child.signalCode ?? `exit code ${child.exitCode}`;
    throw new Error(
      `A measuring process ended with ${ending}: ${complaints.trim().split('\n').at(-1) ?? ''}`,
    );
  };
}

function sum(answers: readonly Answer[]): Measured {
  const measured = answers.flatMap((answer) => (answer.status === 'measured' ? [answer] : []));
  if (measured.length < answers.length) throw new Error('A measuring process gave no measurement');
  return {
    imagesPerSecond: measured.reduce((total, { images, seconds }) => total + images / seconds, 0),
    peakMegabytes: Math.max(...measured.map(({ peakMegabytes }) => peakMegabytes)),
    identity: measured[0]?.identity ?? '',
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What the command is asked for. */
import { parseOptions } from '../../src/runner/parse-options.ts';
import { design } from '../../src/studies/relu-versus-sigmoid/design.ts';
import { type Run, runName, runsOf, scaleNames } from '../../src/study.ts';

const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  run: { type: 'string' },
  on: { type: 'string' },
  all: flag,
  write: flag,
  report: flag,
} as const;

export interface Request {
  /** A whole run of the study that each platform is to train beside the cases. */
  readonly run: Run | undefined;
  /** Names of the only platforms to ask, or undefined for all. */
  readonly on: readonly string[] | undefined;
  /** Whether absence fails. */
  readonly all: boolean;
  /** Whether the golden digests are made anew, by this Node. */
  readonly write: boolean;
  /** Whether the comparison is kept. */
  readonly report: boolean;
}

/**
 * Reads the command line.
 *
 * @param args - without the program's own name
 * @param platforms - names of the platforms that there are
 * @param environment - of npm, which may have kept options for itself
 * @throws RangeError if it asks for something that there is not
 */
export function requestOf(
  args: readonly string[],
  platforms: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Request {
  const { run, on, all, write, report } = parseOptions(args, OPTIONS, environment);
  const chosen = on?.split(',').map((name) => platformNamed(name.trim(), platforms));
  return { run: run === undefined ? undefined : runNamed(run), on: chosen, all, write, report };
}

function platformNamed(name: string, platforms: readonly string[]): string {
  const found = platforms.find((known) => known.toLowerCase() === name.toLowerCase());
  if (!found) throw new RangeError(`--on needs some of ${platforms.join(', ')}, got ${name}`);
  return found;
}

function runNamed(path: string): Run {
  const found = scaleNames
    .flatMap((scale) => runsOf(design, scale))
    .find((run) => `${run.scale}/${runName(run)}` === path);
  if (!found) throw new RangeError(`--run needs a run such as quick/relu-depth-1-seed-1, got ${path}`);
  return found;
}

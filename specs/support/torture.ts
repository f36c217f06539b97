/** `npm run torture`: kills 200 training processes and damages 10,000 records; exits with 1 if anything is lost or believed. */
import { fileURLToPath } from 'node:url';
import { parseOptions } from '../../src/runner/parse-options.ts';
import { fuzzRecords } from './fuzz-records.ts';
import { killAndResume } from './kill-and-resume.ts';
import { plantedFingerprint } from './planted-evidence.ts';

const values = parseOptions(process.argv.slice(2), {
  kills: { type: 'string', default: '200' },
  records: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '1' },
});
const seed = Number(values.seed);
const folder = fileURLToPath(new URL('../../reports/relu-versus-sigmoid/runs/quick', import.meta.url));

const fuzzed = await fuzzRecords(folder, Number(values.records), seed);
console.log(`${fuzzed.tried} damaged records, ${fuzzed.accepted.length} of them accepted.`);
const killed = await killAndResume(Number(values.kills), seed, plantedFingerprint);
console.log(
  `${killed.kills} processes killed, ${killed.finished} runs finished in between, ` +
    `${killed.different} with other bytes than an undisturbed run, ${killed.failures.length} failed by themselves.`,
);
for (const fault of [...fuzzed.accepted, ...killed.failures]) console.log(fault);
const faults = fuzzed.accepted.length + killed.different + killed.failures.length;
process.exitCode = faults === 0 && killed.finished > 0 ? 0 : 1;

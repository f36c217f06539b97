/** `npm run torture`: 200 processes killed at random moments (or `--kills N --seed S`); exits with 1 if anything was lost. */
import { parseArgs } from 'node:util';
import { killAndResume } from './support/kill-and-resume.ts';
import { syntheticFingerprint } from './support/synthetic-evidence.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const result = await killAndResume(Number(values.kills), Number(values.seed), syntheticFingerprint);
console.log(
  `${result.kills} processes killed, ${result.finished} runs finished in between, ` +
    `${result.different} with other bytes than an undisturbed run, ${result.failures.length} failed by themselves.`,
);
for (const failure of result.failures) console.log(failure);
process.exitCode = result.different + result.failures.length === 0 && result.finished > 0 ? 0 : 1;

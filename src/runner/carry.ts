/** `npm run carry`: shows that changed source gives old bits, and writes down what was recomputed to show it. */
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { studies } from '../studies/studies.ts';
import { planCarry } from './carry-plan.ts';
import { exitCodes } from './conclusion.ts';
import { parseOptions } from './parse-options.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function carry(): Promise<void> {
  parseOptions(process.argv.slice(2), {});
  const plans = await Promise.all(studies.map((study) => planCarry(study, ROOT)));
  for (const { study, settled, pending } of plans) {
    console.log(
      ` ${study}: ${settled.length} records hold for this code already; ${pending.length} are to be recomputed.`,
    );
  }
  if (plans.every(({ pending }) => pending.length === 0)) return;
  const vitest = await startVitest('test', [], { root: ROOT, mode: 'carry', run: true, watch: false });
  await vitest.close();
}

try {
  process.chdir(ROOT);
  await carry();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = exitCodes.usage;
}

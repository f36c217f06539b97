/** `npm run carry`: shows that changed source gives old bits, and writes down what was recomputed to show it. */
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { studies } from '../studies/studies.ts';
import { type CarryPlan, planCarry } from './carry-plan.ts';
import { parseOptions } from './parse-options.ts';
import { runCommand } from './run-command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function plansOf(): Promise<readonly CarryPlan[]> {
  process.chdir(ROOT);
  parseOptions(process.argv.slice(2), {});
  return Promise.all(studies.map((study) => planCarry(study, ROOT)));
}

async function carry(plans: readonly CarryPlan[]): Promise<void> {
  for (const { study, settled, pending } of plans) {
    console.log(
      ` ${study}: ${settled.length} records hold for this code already; ${pending.length} are to be recomputed.`,
    );
  }
  if (plans.every(({ pending }) => pending.length === 0)) return;
  const vitest = await startVitest('test', [], { root: ROOT, mode: 'carry', run: true, watch: false });
  await vitest.close();
}

await runCommand(plansOf, carry);

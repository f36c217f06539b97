/** `npm run plan [-- --mode <scale>]`: says what a test run would keep, compute and check, and does nothing else. */
import { fileURLToPath } from 'node:url';
import { studies } from '../studies/studies.ts';
import { parseOptions } from './parse-options.ts';
import { planRun } from './plan.ts';
import { planText } from './plan-text.ts';
import { runCommand } from './run-command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

await runCommand(
  () => {
    const { argv, env } = process;
    const { mode } = parseOptions(argv.slice(2), { mode: { type: 'string', default: 'test' } }, env);
    return planRun(studies, ROOT, mode, env);
  },
  async (plans) => console.log(plans.map(planText).join('\n\n')),
);

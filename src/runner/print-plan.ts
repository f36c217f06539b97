/** `npm run plan [-- --mode <scale>]`: says what a test run would keep, compute and check, and does nothing else. */
import { fileURLToPath } from 'node:url';
import { studies } from '../studies/studies.ts';
import { exitCodes } from './conclusion.ts';
import { parseOptions } from './parse-options.ts';
import { planRun } from './plan.ts';
import { planText } from './plan-text.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

try {
  const { mode } = parseOptions(process.argv.slice(2), { mode: { type: 'string', default: 'test' } });
  const plans = await planRun(studies, ROOT, mode, process.env);
  console.log(plans.map(planText).join('\n\n'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = exitCodes.usage;
}

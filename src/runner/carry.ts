/** `npm run carry`: shows that changed source gives old bits, and writes down what was recomputed to show it. */
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { parseOptions } from './parse-options.ts';
import { runCommand } from './run-command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

await runCommand(
  () => parseOptions(process.argv.slice(2), {}),
  async () => {
    process.chdir(ROOT);
    const vitest = await startVitest('test', [], { root: ROOT, mode: 'carry', run: true, watch: false });
    await vitest.close();
  },
);

/** `npm run page`: makes the page and serves it, with engine, weights and images, to this machine alone. */
import { parseOptions } from '../src/runner/parse-options.ts';
import { runCommand } from '../src/runner/run-command.ts';
import { serve } from './build/serve.ts';
import { siteOf } from './build/site.ts';

const PORT = 4173;

/** @throws RangeError if there is no such option or port */
function portOf(args: readonly string[]): number {
  const { port } = parseOptions(args, { port: { type: 'string', default: String(PORT) } }, process.env);
  const number = Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new RangeError(`--port needs a number from 0 to 65535, got ${port}`);
  }
  return number;
}

async function start(port: number): Promise<void> {
  const { url } = await serve(await siteOf(), port);
  console.log(` The page is at ${url}, on this machine alone; Ctrl+C ends it.`);
}

await runCommand(() => portOf(process.argv.slice(2)), start);

/** `npm run page`: makes the page and serves it, with engine, weights and images, to this machine alone. */
import { IncompleteEvidence } from '../src/records/evidence.ts';
import { exitCodes } from '../src/runner/conclusion.ts';
import { parseOptions } from '../src/runner/parse-options.ts';
import { serve } from './build/serve.ts';
import { siteOf } from './build/site.ts';

const PORT = 4173;

/** @throws RangeError if there is no such option or port */
function portOf(args: readonly string[]): number {
  const { port } = parseOptions(args, { port: { type: 'string', default: String(PORT) } });
  const number = Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new RangeError(`--port needs a number from 0 to 65535, got ${port}`);
  }
  return number;
}

try {
  const port = portOf(process.argv.slice(2));
  const { url } = await serve(await siteOf(), port);
  console.log(` The page is at ${url}, on this machine alone; Ctrl+C ends it.`);
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException;
  console.error(
    code === 'EADDRINUSE' ? `${message}: name another by npm run page -- --port <number>` : message,
  );
  process.exitCode =
    error instanceof IncompleteEvidence
      ? exitCodes.evidence
      : error instanceof RangeError
        ? exitCodes.usage
        : exitCodes.failed;
}

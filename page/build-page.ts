/** `npm run page:build`: writes the page, which opens from a file, and beside it all that a web server needs to let it train. */
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { writeAtomically } from '../src/files/write-atomically.ts';
import { IncompleteEvidence } from '../src/records/evidence.ts';
import { exitCodes } from '../src/runner/conclusion.ts';
import { parseOptions } from '../src/runner/parse-options.ts';
import { SITE_FOLDER, siteOf } from './build/site.ts';

try {
  parseOptions(process.argv.slice(2), {});
  let bytes = 0;
  const site = await siteOf();
  await rm(SITE_FOLDER, { recursive: true, force: true }); // what an earlier one left
  for (const [path, read] of site) {
    const content = await read();
    const file = join(SITE_FOLDER, path);
    await writeAtomically(file, content);
    bytes += content.length;
  }
  const folder = relative(process.cwd(), SITE_FOLDER);
  console.log(` ${site.size} files, ${(bytes / 1e6).toFixed(1)} MB, in ${folder}`);
  console.log(
    ` ${join(folder, 'index.html')} opens from the disk; any static web server lets it train, too.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof IncompleteEvidence ? exitCodes.evidence : exitCodes.failed;
}

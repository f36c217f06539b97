/** `npm run page:build`: writes the page, which opens from a file, and beside it all that a web server needs to let it train. */
import { rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { writeAtomically } from '../src/files/write-atomically.ts';
import { IncompleteEvidence } from '../src/records/evidence.ts';
import { exitCodes } from '../src/runner/conclusion.ts';
import { parseOptions } from '../src/runner/parse-options.ts';
import { SITE_FOLDER, siteOf } from './build/site.ts';

/** Beside the site, which stays as it is until a new one is whole. */
const building = `${SITE_FOLDER}.${process.pid}.tmp`;

try {
  parseOptions(process.argv.slice(2), {});
  let bytes = 0;
  const site = await siteOf();
  for (const [path, read] of site) {
    const content = await read();
    await writeAtomically(join(building, path), content);
    bytes += content.length;
  }
  await rm(SITE_FOLDER, { recursive: true, force: true });
  await rename(building, SITE_FOLDER);
  const folder = relative(process.cwd(), SITE_FOLDER);
  console.log(` ${site.size} files, ${(bytes / 1e6).toFixed(1)} MB, in ${folder}`);
  console.log(
    ` ${join(folder, 'index.html')} opens from the disk; any static web server lets it train, too.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = codeOf(error);
} finally {
  await rm(building, { recursive: true, force: true });
}

function codeOf(error: unknown): number {
  if (error instanceof RangeError) return exitCodes.usage;
  return error instanceof IncompleteEvidence ? exitCodes.evidence : exitCodes.failed;
}

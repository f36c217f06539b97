/** `npm run page:build`: writes the page, which opens from a file, and beside it all that a web server needs to let it train. */
import { readdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeAtomically } from '../src/files/write-atomically.ts';
import { requireOwnCode } from '../src/runner/distortions.ts';
import { parseOptions } from '../src/runner/parse-options.ts';
import { runCommand } from '../src/runner/run-command.ts';
import { SITE_FOLDER, siteOf } from './build/site.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Beside the site, which stays as it is until a new one is whole. */
const building = `${SITE_FOLDER}.${process.pid}.tmp`;

async function build(): Promise<void> {
  requireOwnCode(ROOT, 'The build');
  const site = await siteOf();
  const own = new Set([...site.keys()].map((path) => path.split('/')[0]));
  const others = (await readdir(SITE_FOLDER).catch(() => [])).filter((name) => !own.has(name));
  if (others.length > 0) {
    throw new RangeError(
      `The build replaces all of ${relative(process.cwd(), SITE_FOLDER)}, and ${others.join(', ')} there is none of its files: move it elsewhere`,
    );
  }
  let bytes = 0;
  try {
    for (const [path, read] of site) {
      const content = await read();
      await writeAtomically(join(building, path), content);
      bytes += content.length;
    }
    await rm(SITE_FOLDER, { recursive: true, force: true });
    await rename(building, SITE_FOLDER);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  const folder = relative(process.cwd(), SITE_FOLDER);
  console.log(` ${site.size} files, ${(bytes / 1e6).toFixed(1)} MB, in ${folder}`);
  console.log(
    ` ${join(folder, 'index.html')} opens from the disk; any static web server lets it train, too.`,
  );
}

await runCommand(() => parseOptions(process.argv.slice(2), {}), build);

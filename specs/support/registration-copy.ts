/** A copy of the project's source that specs may edit, to see what the registration digest makes of it. */
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Study } from '../../src/study.ts';
import { type Edit, whileEdited } from './source-copy.ts';

/** The copy's own registration of the first study. */
export interface Registration {
  readonly registration: Study['registration'];
  readonly registrationDigest: () => Promise<string>;
  readonly requireRegistered: () => Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface RegistrationCopy {
  /** Calls the copy's own registration with the edits made; they are undone afterwards. */
  readonly after: <Result>(
    edits: readonly Edit[],
    call: (registration: Registration) => Promise<Result>,
  ) => Promise<Result>;
  readonly remove: () => Promise<void>;
}

/**
 * Copies `src`; packages are links to the installed ones.
 *
 * @param copied - packages that are copied, so that they may be edited too
 */
export async function copyRegistration(copied: readonly string[] = []): Promise<RegistrationCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'registration-copy-'));
  await cp(join(ROOT, 'src'), join(folder, 'src'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const packages = join(folder, 'node_modules');
  await mkdir(packages);
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    const installed = join(ROOT, 'node_modules', name);
    if (copied.includes(name)) await cp(installed, join(packages, name), { recursive: true });
    else await symlink(installed, join(packages, name));
  }
  const load = (path: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href);
  const { registrationDigest, requireRegistered } = await load('src/judging/registration.ts');
  const { reluVersusSigmoid: study } = await load('src/studies/relu-versus-sigmoid/study.ts');
  const registration: Registration = {
    registration: study.registration,
    registrationDigest: () => registrationDigest(study),
    requireRegistered: () => requireRegistered(study),
  };
  return {
    after: (edits, call) => whileEdited(folder, edits, () => call(registration)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

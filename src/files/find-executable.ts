/** Finds programs as a shell would. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The path of the first of these programs that is installed. @param names - in order of preference, such as `chromium` */
export async function findExecutable(...names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** Whether a file is there and may be started. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Finds a Chromium, by the names that systems give it. */
export async function findChromium(): Promise<string | undefined> {
  return findExecutable('chromium', 'chromium-browser', 'google-chrome');
}

/** How to come by one. */
export const INSTALL_CHROMIUM = '`apt-get install chromium` installs it';

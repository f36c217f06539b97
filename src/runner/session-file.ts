/** The file in which a test run keeps its conclusion for machines, beside the studies' reports. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfPresent } from '../files/read-if-present.ts';

export const SESSION_FILE = 'session.json';

/** By what an earlier test run's file is told from one that somebody else keeps under its name. */
const ours = z.object({ schema: z.int(), conclusion: z.string(), exitCode: z.int() });

/**
 * Deletes what an earlier test run concluded, so that nobody takes it for this one's.
 *
 * @param reports - the folder of the studies' reports, which need not be there
 * @throws RangeError if the file is there and no test run wrote it
 */
export async function removeSession(reports: string): Promise<void> {
  const path = join(reports, SESSION_FILE);
  const text = await readIfPresent(path);
  if (text === undefined) return;
  if (!isOurs(text)) {
    throw new RangeError(
      `REPORTS needs a folder in which ${SESSION_FILE}, if there is one, is a test run’s: ${path} is not. Move it away, or name another folder`,
    );
  }
  await rm(path, { force: true });
}

function isOurs(text: string): boolean {
  try {
    return ours.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** What the commands share: an exit code, and an error's message instead of its trace. */
import { DatasetError } from '../dataset/dataset-error.ts';
import { IncompleteEvidence } from '../records/evidence.ts';
import { exitCodes } from './conclusion.ts';

/**
 * Runs a command. Of an error it prints the message; the exit code is then `usage` if the request was not understood,
 * `evidence` if records or images are missing, else `failed`.
 *
 * @param understand - reads the request, before anything is done
 * @param work - does what is asked; gives the exit code, or nothing to leave it as it is
 */
export async function runCommand<Request>(
  understand: () => Request | Promise<Request>,
  work: (request: Request) => Promise<number> | Promise<void>,
): Promise<void> {
  let codeOfError: number = exitCodes.usage;
  try {
    const request = await understand();
    codeOfError = exitCodes.failed;
    process.exitCode = (await work(request)) ?? process.exitCode;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    const lacking = error instanceof IncompleteEvidence || error instanceof DatasetError;
    process.exitCode = lacking ? exitCodes.evidence : codeOfError;
  }
}

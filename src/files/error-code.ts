/** The system's code for an error. */

/**
 * Reads the code off an error of the file system or the network.
 *
 * @param error - anything that was thrown
 * @returns the code, such as `ENOSPC`, or an empty string if it has none
 */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** The system's code for an error of the file system or the network, such as `ENOSPC`; an empty text if it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

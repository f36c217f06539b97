/** Trouble that a visitor can do something about. */
export class TroubleError extends Error {
  override readonly name = 'TroubleError';
  readonly remedy: string;

  /** @param problem - a sentence @param remedy - what to do, as a sentence */
  constructor(problem: string, remedy: string) {
    super(problem);
    this.remedy = remedy;
  }
}

/** Says of any error what happened and what to do. */
export function troubleOf(error: unknown): { readonly problem: string; readonly remedy: string } {
  if (error instanceof TroubleError) return { problem: error.message, remedy: error.remedy };
  const problem = error instanceof Error ? error.message : String(error);
  return { problem, remedy: 'Reload the page and try again; if it comes back, please report these words.' };
}

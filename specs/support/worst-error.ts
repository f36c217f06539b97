/** Remembers the largest error that a property met, so that a spec can tell how close it came to its tolerance. */

/** Errors seen so far, by what was compared. */
export class WorstError {
  private readonly seen = new Map<string, number>();

  /** Takes note of some errors. */
  note(errors: Readonly<Record<string, number>>): void {
    for (const [name, error] of Object.entries(errors)) {
      this.seen.set(name, Math.max(error, this.seen.get(name) ?? 0));
    }
  }

  /** The largest of all, with its name: `block3.kernel 4.1e-7`. */
  toString(): string {
    const [name, error] = [...this.seen].sort((a, b) => b[1] - a[1])[0] ?? ['nothing', 0];
    return `${name} ${error.toExponential(1)}`;
  }
}

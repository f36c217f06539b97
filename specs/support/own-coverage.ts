/**
 * For mutation testing: before each spec file, forgets what those before it covered in the process that they share.
 * Stryker takes what a file reports for that file's alone, and else merges all of it again for each of two hundred files.
 */
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    globalNamespace: string;
  }
}

interface Coverage {
  readonly perTest: Record<string, unknown>;
  readonly static: Record<string, unknown>;
}

const stryker = Reflect.get(globalThis, inject('globalNamespace')) as
  | { mutantCoverage?: Coverage }
  | undefined;
const coverage = stryker?.mutantCoverage;
// Emptied, not replaced: modules that are loaded hold on to it.
for (const covered of coverage ? [coverage.perTest, coverage.static] : []) {
  for (const key of Object.keys(covered)) delete covered[key];
}

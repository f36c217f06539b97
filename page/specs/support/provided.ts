/** What the configuration hands to specs. */
import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the Chromium that pages are opened in. */
    executablePath: string;
  }
}

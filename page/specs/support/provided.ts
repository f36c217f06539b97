/** What the configuration hands to specs, and files that they import as text. */
/// <reference types="vite/client" />
import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the Chromium that pages are opened in. */
    executablePath: string;
  }
}

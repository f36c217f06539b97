/** Vitest for mutation testing: the properties alone, in one project, without a session. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['specs/properties/**/*.spec.ts'],
    exclude: ['specs/properties/records/fingerprint.spec.ts', 'specs/properties/resume/**'],
    testTimeout: 0,
    hookTimeout: 0,
    setupFiles: ['specs/support/configure-fast-check.ts'],
  },
});

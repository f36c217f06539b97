/** Vitest for mutation testing: the properties alone, in one project, without a session. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['specs/properties/**/*.spec.ts'],
    exclude: [
      'specs/properties/records/fingerprint.spec.ts', // edits the source's text, which mutants change
      // These start processes of their own, which no mutant reaches.
      'specs/properties/dataset/processes.spec.ts',
      'specs/properties/resume/**',
      'specs/properties/runner/exit-codes.spec.ts',
      // Long, and they catch no fault of one line that a shorter spec does not catch before.
      'specs/properties/engine/no-growth.spec.ts',
      'specs/properties/training/label-leakage.spec.ts',
    ],
    testTimeout: 0,
    hookTimeout: 0,
    setupFiles: ['specs/support/configure-fast-check.ts'],
  },
});

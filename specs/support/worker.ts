/** Sets a worker up: each test says which code ran it, files leave nothing behind, no worker outlives the test runner. */
import { afterAll, beforeEach, inject, vi } from 'vitest';
import '../../src/runner/task-meta.ts';

// A carry provides none: it draws no conclusion from parts that others ran.
beforeEach(({ task }) => {
  const code = inject('code');
  if (code) task.meta.code = code;
});

// Vitest takes stubs back before each test, which is too late for what the next file in this process does before its first.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

// The runner's death closes the channel to its workers. What was trained so far is in the checkpoint.
// Once per process: files that share one are each set up, by this file read anew.
if (process.listeners('disconnect').every(({ name }) => name !== endWithRunner.name)) {
  process.once('disconnect', endWithRunner);
}

function endWithRunner(): void {
  process.exit(1);
}

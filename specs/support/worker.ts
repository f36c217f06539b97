/** Sets a worker up: each test says which code ran it, and no worker outlives the test runner. */
import { beforeEach, inject } from 'vitest';
import '../../src/runner/task-meta.ts';

// A carry provides none: it draws no conclusion from parts that others ran.
beforeEach(({ task }) => {
  const code = inject('code');
  if (code) task.meta.code = code;
});

// The runner's death closes the channel to its workers. What was trained so far is in the checkpoint.
// Once per process: files that share one are each set up, by this file read anew.
if (process.listeners('disconnect').every(({ name }) => name !== endWithRunner.name)) {
  process.once('disconnect', endWithRunner);
}

function endWithRunner(): void {
  process.exit(1);
}

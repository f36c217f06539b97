/** Sets a worker up: each test says which code ran it, and no worker outlives the test runner. */
import { beforeEach, inject } from 'vitest';
import '../../src/runner/task-meta.ts';

// A carry provides none: it draws no conclusion from parts that others ran.
beforeEach(({ task }) => {
  const code = inject('code');
  if (code) task.meta.code = code;
});

// The runner's death closes the channel to its workers. What was trained so far is in the checkpoint.
// Once per process, for files that share one set it up again each.
if (process.listenerCount('disconnect') === 0) process.once('disconnect', () => process.exit(1));

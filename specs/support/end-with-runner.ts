/** Ends a training worker when the test runner that started it is gone: nobody would see what it computes. */

// The runner's death closes the channel to its workers. What was trained so far is in the checkpoint.
process.once('disconnect', () => process.exit(1));

/** Gives every property the same seed, and has a failure end with the command that replays it. */
import { relative, sep } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { softwareProject } from '../../src/runner/software-projects.ts';
import { propertySeed } from './property-seed.ts';

const { FC_PATH: path } = process.env;

function report<Values>(details: fc.RunDetails<Values>): void {
  if (!details.failed) return;
  const message = `${fc.defaultReportMessage(details)}\n\nReplay: ${replayCommand(details)}`;
  const error = new Error(message, { cause: details.errorInstance });
  Error.captureStackTrace(error, report); // so that the property is shown, not this file
  throw error;
}

/** Runs the one failing test again, from the very values that failed. */
function replayCommand<Values>({ seed, counterexamplePath }: fc.RunDetails<Values>): string {
  const { testPath = '', currentTestName = '' } = expect.getState();
  const title = currentTestName.replaceAll(' > ', ' ').replace(/[^\w -]/g, '.'); // -t takes a regular expression
  const counterexample = counterexamplePath ? `FC_PATH=${counterexamplePath} ` : '';
  const file = relative(process.cwd(), testPath);
  const project = softwareProject(file.split(sep).join('/'));
  return `FC_SEED=${seed} ${counterexample}npx vitest run --project ${project} ${file} -t '${title}'`;
}

fc.configureGlobal({
  seed: propertySeed(process.env),
  ...(path && { path, endOnFailure: true }),
  reporter: report,
});

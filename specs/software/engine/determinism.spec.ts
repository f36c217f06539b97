/** The same run gives the same bits in any process, beside any other; `cases.spec.ts` and CI ask for any Node. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../bench/portability/answer-task.ts';
import { readGolden } from '../../../bench/portability/golden.ts';
import { differences } from '../../../bench/portability/outcome.ts';

// Both kinds of block, Winograd and patches, and the study's own width.
const NAMES = ['convolution-64-relu', 'convolution-5-sigmoid', 'dense-8-relu'];

const script = fileURLToPath(new URL('../../../bench/portability/node-entry.ts', import.meta.url));

async function computeInOwnProcess(): Promise<Answer> {
  const task = JSON.stringify({ cases: NAMES });
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, task]);
  return JSON.parse(stdout).answer;
}

describe('continueTraining on the wasm engine', () => {
  it('ends in the golden chains, alone and with every core busy', async () => {
    const golden = Object.fromEntries(
      Object.entries(await readGolden()).filter(([name]) => NAMES.includes(name)),
    );
    const alone = await computeInOwnProcess();
    const sideBySide = await Promise.all([1, 2, 3].map(computeInOwnProcess));
    expect([alone, ...sideBySide].map((answer) => differences(golden, answer))).toEqual(
      new Array(4).fill([]),
    );
  });
});

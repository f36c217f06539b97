/** The same run gives the same bits: in any process, beside any other, on any Node. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

// Computed on Node 20. CI runs this spec on Node 20, 22 and 24; a change of kernels, network or training changes it.
const DIGEST = '02d24b7506bb8d4bf6b3e821bb26a0d7ea3f402bd66f918b25a84a4146646444';

const script = fileURLToPath(new URL('../../support/print-tiny-digest.ts', import.meta.url));

async function trainInOwnProcess(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script]);
  return stdout.trim();
}

describe('trainRun on the wasm engine', () => {
  it('ends with the recorded weights, alone and with every core busy', async () => {
    const alone = await trainInOwnProcess();
    const sideBySide = await Promise.all([1, 2, 3].map(trainInOwnProcess));
    expect([alone, ...sideBySide]).toEqual(new Array(4).fill(DIGEST));
  });
});

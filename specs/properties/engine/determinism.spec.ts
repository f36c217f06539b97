/** The same run gives the same bits: in any process, beside any other, on any Node. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

// Computed on Node 20. CI runs this spec on Node 20, 22 and 24; a change of kernels, network or training changes it.
const DIGESTS = {
  'convolution, ReLU': 'b22acc2219d2dc3da31e5685129a9dad2e56acb6939c9e8440182d178dc55fd1',
  'convolution, Sigmoid': '582fa045f7674b39efa130afc9ed14f750ae40f5521807b398ae254002554101',
  'dense, ReLU': '7997767e721d65ccb1c8ae00922d4a9a4d4782c287727e913fc78c6f46d6d1e7',
};

const script = fileURLToPath(new URL('../../support/print-tiny-digest.ts', import.meta.url));

async function trainInOwnProcess(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script]);
  return stdout.trim().split('\n');
}

describe('continueTraining on the wasm engine', () => {
  it('ends with the recorded chains and weights, alone and with every core busy', async () => {
    const alone = await trainInOwnProcess();
    const sideBySide = await Promise.all([1, 2, 3].map(trainInOwnProcess));
    expect([alone, ...sideBySide]).toEqual(new Array(4).fill(Object.values(DIGESTS)));
  });
});

/** The same run gives the same bits: in any process, beside any other, on any Node. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

// Computed on Node 20. CI runs this spec on Node 20, 22 and 24; a change of kernels, network or training changes it.
const DIGESTS = {
  'convolution, ReLU': '1676c6c8f05115269215cd8c9fa35e5f4da79851723633a19e6f57abad1afd1d',
  'convolution, Sigmoid': '5b9e2300c8174c7f49a46d83b7352d5a835c047f2fe3774993e20e0fceb8904d',
  'dense, ReLU': 'd5f0de584dd86554a7262e7461454c9ef91d14bc83382b457d897c226232d63a',
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

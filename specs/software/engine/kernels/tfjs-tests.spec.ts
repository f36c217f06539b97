/** TensorFlow.js's own tests of convolution: our kernels take nothing away from what the library's can do. */
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { bundleTests } from '../../../support/tfjs-tests/run-bundled.ts';

const TESTS = [
  'ops/conv1d_test.js',
  'ops/conv2d_test.js',
  'ops/conv2d_separable_test.js',
  'ops/conv2d_transpose_test.js',
  'ops/fused/fused_conv2d_test.js',
];

describe('TensorFlow.js’s own tests of the operations whose kernels we replace', () => {
  it('pass with our kernels wherever they pass with the library’s', async ({ annotate }) => {
    const run = await bundleTests(TESTS, await temporaryFolder());
    const [library, own] = [await run('library'), await run('own')];
    const passed = Object.keys(library).filter((title) => library[title] === 'passed');
    // 113 of 162 with TensorFlow.js 4.22: the others want NCHW, a broadcast bias or the filter's gradient.
    expect(passed.length).toBeGreaterThanOrEqual(113);
    expect(Object.fromEntries(passed.map((title) => [title, own[title]]))).toEqual(
      Object.fromEntries(passed.map((title) => [title, 'passed'])),
    );
    await annotate(`${passed.length} of ${Object.keys(library).length}`);
  });
});

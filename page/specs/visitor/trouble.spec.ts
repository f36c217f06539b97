import { describe, expect, it } from 'vitest';
import { openPage } from '../support/open-page.ts';

/** Trouble on the way to training: the site's variant, and what a visitor is told, problem and remedy. */
const beforeTraining = [
  ['no-images', 'This place does not have images/train-5000.bin', 'npm run page serves the page'],
  [
    'altered-images',
    'is not the 5000 images that the record names by their digest',
    'Reload the page to fetch them again',
  ],
  [
    'cut-images',
    'is not the 5000 images that the record names by their digest',
    'Reload the page to fetch them again',
  ],
  ['broken-download', 'images/train-5000.bin broke off after', 'Start again'],
  ['altered-kernels', 'needs kernels.wasm with SHA-256', 'its parts are of different versions'],
  ['altered-backend', 'tfjs-backend-wasm-simd.wasm is not the one', 'its parts are of different versions'],
  ['no-backend', 'This place does not have tfjs-backend-wasm-simd.wasm', 'npm run page serves the page'],
  ['no-simd', 'This browser has no WebAssembly SIMD', 'Firefox since 89'],
  ['no-worker', 'The worker did not start', 'Reload the page'],
] as const;

describe('trouble', () => {
  it.each(beforeTraining)('%s: “%s”, “%s”', async (site, problem, remedy) => {
    const { visitor, document } = await openPage({ site });
    await visitor.getByRole('button', { name: 'Train', exact: true }).click();
    const trouble = () => document.querySelector('#reproduce .trouble')?.textContent;
    await expect.poll(trouble, { timeout: 20_000 }).toContain(problem);
    expect(trouble()).toContain(remedy);
    await expect.element(visitor.getByRole('button', { name: 'Train', exact: true })).toBeVisible(); // to try again
  });

  it.each([
    ['edited', 'field digest is'],
    ['other-verdict', 'H1 is supported by these records, and the page says refuted'],
    ['other-numbers', 'H1 has other numbers by these records than the page says'],
    ['other-settings', 'setting learningRate 0.01 is now 0.001'],
    ['other-version', 'schema'],
    ['cut', 'do not hold'],
    ['ended-early', 'do not hold'],
  ] as const)('a page whose records are %s shows no finding: “%s”', async (site, words) => {
    const { document } = await openPage({ site });
    await expect
      .poll(() => document.querySelector('.trouble')?.textContent, { timeout: 20_000 })
      .toContain(words);
    expect(document.querySelector('.trouble')!.textContent).toContain('npm run page:build makes it anew');
    await expect.poll(() => document.querySelector('h1')).toBeNull();
  });

  it('a host that compresses what it sends can be trained from', async () => {
    const { visitor, document } = await openPage({ site: 'compressed' });
    await visitor.getByRole('button', { name: 'Train', exact: true }).click();
    await expect
      .poll(() => document.querySelector('#reproduce .status')!.textContent, { timeout: 60_000 })
      .toMatch(/Step [1-9]/);
    await visitor.getByRole('button', { name: 'Cancel' }).click();
  });

  it('weights that are not there stop an audit', async () => {
    const { visitor, document } = await openPage({ site: 'no-weights' });
    await visitor.getByRole('button', { name: 'Audit', exact: true }).click();
    await expect
      .poll(() => document.querySelector('#audit .trouble')?.textContent, { timeout: 20_000 })
      .toContain('does not have weights/');
  });
});

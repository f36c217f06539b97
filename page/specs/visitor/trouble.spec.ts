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
    ['other-version', 'schema'],
    ['cut', 'do not hold'],
  ] as const)('a page whose records are %s shows no finding: “%s”', async (site, words) => {
    const { document } = await openPage({ site });
    expect(document.querySelector('.trouble')!.textContent).toContain(words);
    expect(document.querySelector('.trouble')!.textContent).toContain('npm run page:build makes it anew');
    expect(document.querySelector('h1')).toBeNull();
  });

  it('weights that are not there stop an audit, and no other', async () => {
    const { visitor, document } = await openPage({ site: 'no-weights' });
    await visitor.getByRole('button', { name: 'Audit', exact: true }).click();
    await expect
      .poll(() => document.querySelector('#audit .trouble')?.textContent, { timeout: 20_000 })
      .toContain('does not have weights/');
  });
});

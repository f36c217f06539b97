import { describe, expect, it } from 'vitest';
import { openPage } from '../support/open-page.ts';

const end = (document: Document) => document.querySelector('#audit .status')!.textContent!;

describe('the audit', () => {
  it('computes again what the visitor’s text draws, and says what escapes', async () => {
    const { visitor, document } = await openPage();
    await visitor.getByRole('textbox', { name: 'Your randomness' }).fill('a spec’s own words');
    await visitor.getByRole('button', { name: 'Audit', exact: true }).click();
    await expect.poll(() => end(document), { timeout: 170_000 }).toMatch(/parts came out/);
    expect(end(document)).toMatch(
      /All 32 parts came out as recorded.*In such an audit an accuracy forged by 2 points in one network escapes with a chance of \d\.\de-7/,
    );
    expect(document.querySelectorAll('#audit li')).toHaveLength(32);
  });

  it('finds a forgery that fits in every part of its record', async () => {
    const { visitor, document } = await openPage({ site: 'forged' });
    await visitor.getByRole('button', { name: 'Audit', exact: true }).click();
    await expect
      .poll(() => document.querySelector('#audit ul')?.textContent, { timeout: 60_000 })
      .toMatch(
        /relu-depth-8-seed-1, \d+ test images: by running statistics its weights see class \d in test image \d+, recorded is \d/,
      );
    expect(end(document)).toMatch(/\d+ of 32 checked, 1 not as recorded so far/);
    await visitor
      .getByRole('region', { name: 'Audit it yourself' })
      .getByRole('button', { name: 'Cancel' })
      .click();
    await expect.poll(() => end(document)).toMatch(/Cancelled after \d+ of 32 parts: 1 not as recorded/);
  });
});

import { describe, expect, it } from 'vitest';
import { openPage } from '../support/open-page.ts';

const attempts = [
  ['Flip a bit of the record', 'Refused by the record’s own digest'],
  ['Raise its accuracy, seal it anew', 'Refused by the record’s predictions, image by image'],
  ['Take out a link of the chain, seal it anew', 'Refused by the steps that a chain must have'],
  ['Flip a bit of a weight', 'Refused by the digest of the weights in the record'],
  ['Pass its weights off as another run’s', 'Refused by the name in the file of weights'],
  ['Change the label of a training image', 'Refused by the digest of the images in the settings'],
] as const;

describe('tampering', () => {
  it.each(attempts)('“%s”: %s', async (words, refusal) => {
    const { visitor, document } = await openPage();
    await visitor.getByRole('button', { name: words }).click();
    await expect
      .poll(() => document.querySelector('.refusals li')?.textContent, { timeout: 30_000 })
      .toContain(refusal);
    expect(document.querySelector('.refusals q')!.textContent!.length).toBeGreaterThan(20);
  });

  it('is refused whatever bit is flipped', async () => {
    const { visitor, document } = await openPage();
    for (let time = 0; time < 12; time++) {
      await visitor.getByRole('button', { name: 'Flip a bit of the record' }).click();
      await visitor.getByRole('button', { name: 'Flip a bit of a weight' }).click();
    }
    const tried = [...document.querySelectorAll('.refusals li')].map((item) => item.textContent!);
    expect(tried).toHaveLength(24);
    expect(tried.filter((words) => !words.startsWith('Refused by'))).toEqual([]);
  });
});

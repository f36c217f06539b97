import { describe, expect, it } from 'vitest';
import { openPage } from '../support/open-page.ts';

/** What is pressed, which check refuses it, and in which words of its own. */
const attempts = [
  [
    'Raise its accuracy, seal it anew',
    'the record’s predictions, image by image',
    /field predictions\.running says accuracy/,
  ],
  [
    'Take out a link of the chain, seal it anew',
    'the steps at which a chain must have links',
    /field chain needs links after steps 0,1,2/,
  ],
  [
    'Flip a bit of a weight',
    'the digest of the weights, which the record holds',
    /the file of weights has SHA-256/,
  ],
  [
    'Pass its weights off as another run’s',
    'the name of the run in the file of weights',
    /belongs to .*seed-1, not to .*seed-2/,
  ],
  [
    'Change the label of a training image',
    'the digest of the images, which the settings hold',
    /needs the 5000 images with SHA-256/,
  ],
] as const;

describe('tampering', () => {
  it.each(attempts)('“%s” is refused by %s', async (words, check, reason) => {
    const { visitor, document } = await openPage();
    await visitor.getByRole('button', { name: words }).click();
    await expect
      .poll(() => document.querySelector('.refusals li')?.textContent, { timeout: 30_000 })
      .toContain(`Refused by ${check}:`);
    expect(document.querySelector('.refusals q')!.textContent).toMatch(reason);
  });

  it('is refused whatever bit is flipped', async () => {
    const { visitor, document } = await openPage();
    for (let time = 0; time < 20; time++) {
      await visitor.getByRole('button', { name: 'Flip a bit of the record' }).click();
      await visitor.getByRole('button', { name: 'Flip a bit of a weight' }).click();
    }
    const tried = [...document.querySelectorAll('.refusals li')].map((item) => item.textContent!);
    expect(tried).toHaveLength(40);
    expect(tried.filter((words) => !words.startsWith('Refused by'))).toEqual([]);
    expect(tried.join()).not.toContain('has no name for');
    expect(tried.join()).toContain('Refused by the record’s own digest');
  });
});

/** The main views, beside pictures that were looked at: `npm run test:page -- -u` takes new ones to be reviewed. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { openPage } from '../support/open-page.ts';

// Fonts differ a little from machine to machine. What is not background is 4 to 12 % of these pictures, so that a blank
// or a moved page is far beyond this.
const options = {
  comparatorName: 'pixelmatch',
  comparatorOptions: { threshold: 0.3, allowedMismatchedPixelRatio: 0.02 },
} as const;

const views = [
  ['top', 'body', 1100, 'light'],
  ['evaluation', '#evaluation', 1100, 'light'],
  ['gradient', '#gradient', 1100, 'dark'],
  ['explorer', '#explorer', 1100, 'light'],
  ['explorer', '#explorer', 380, 'dark'],
  ['accuracy', '#accuracy', 380, 'light'],
  ['reproduce', '#reproduce', 1100, 'dark'],
] as const;

describe('the view', () => {
  it.each(views)(
    'of %s (%s), %i pixels wide, in %s colours, is the reviewed one',
    async (name, part, width, colours) => {
      const { visitor, frame, document, window } = await openPage({ width, height: 950 });
      await visitor.getByRole('combobox', { name: 'Colours' }).selectOptions(colours);
      document.documentElement.style.scrollBehavior = 'auto';
      (document.activeElement as HTMLElement).blur();
      document.querySelector(part)!.scrollIntoView();
      await new Promise((resolve) =>
        window.requestAnimationFrame(() => window.requestAnimationFrame(resolve)),
      );
      await expect(page.elementLocator(frame)).toMatchScreenshot(`${name}-${width}-${colours}`, options);
    },
  );
});

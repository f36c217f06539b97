/** axe-core over the whole page, in either colours and on a phone; and what it cannot see: the order of the focus. */
import { source } from 'axe-core';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { type OpenPage, openPage } from '../support/open-page.ts';

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

// A site whose policy lets the checker in, and nothing else about it differs.
async function violations({ window, document }: OpenPage): Promise<string[]> {
  const script = document.createElement('script');
  script.textContent = source;
  document.head.append(script);
  const { violations: found } = await (window as unknown as { axe: Axe }).axe.run();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

const site = 'without-policy';

describe('axe-core', () => {
  it.each([
    ['light', 1100],
    ['dark', 1100],
    ['light', 380],
    ['dark', 380],
  ] as const)('finds nothing in %s colours, %i pixels wide', async (colours, width) => {
    const opened = await openPage({ site, width });
    await opened.visitor.getByRole('combobox', { name: 'Colours' }).selectOptions(colours);
    for (const details of opened.document.querySelectorAll('details')) details.open = true;
    await opened.visitor.getByRole('button', { name: 'Flip a bit of the record' }).click();
    await opened.visitor.getByRole('slider', { name: /By how much more/ }).fill('40');
    expect(await violations(opened)).toEqual([]);
  });

  it('finds nothing in a record’s dialog', async () => {
    const opened = await openPage({ site });
    const plot = opened.visitor.getByRole('slider', { name: 'Test accuracy by depth: values' });
    await plot.click({ position: { x: 2, y: 2 } });
    await userEvent.keyboard('{Home}');
    await opened.visitor.getByRole('button', { name: 'its record' }).first().click();
    expect(await violations(opened)).toEqual([]);
  });

  it('notices what is wrong', async () => {
    const opened = await openPage({ site });
    opened.document.querySelector('main')!.append(opened.document.createElement('input'));
    expect((await violations(opened)).join()).toContain('label: <input>');
  });
});

describe('the focus', () => {
  it('goes through the page from top to bottom, and every stop can be seen', async () => {
    const { document, window, frame } = await openPage();
    frame.focus();
    window.focus();
    const stops: Element[] = [];
    for (let presses = 0; presses < 80; presses++) {
      await userEvent.keyboard('{Tab}');
      const { activeElement: stop } = document;
      if (!stop || stop === document.body || stops.includes(stop)) break;
      stops.push(stop);
      const { outlineStyle } = window.getComputedStyle(
        stop.matches('.choice input') ? stop.nextElementSibling! : stop,
      );
      expect([stop.outerHTML.slice(0, 80), outlineStyle]).not.toContain('none');
    }
    const all = document.querySelectorAll('a[href], button, select, summary, input, [tabindex="0"]');
    expect(stops.at(-1)).toBe([...all].filter((each) => !each.closest('dialog')).at(-1));
    for (const [index, stop] of stops.entries()) {
      const next = stops[index + 1];
      if (next) expect(stop.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
      expect(stop.getBoundingClientRect().width).toBeGreaterThan(0);
    }
  });
});

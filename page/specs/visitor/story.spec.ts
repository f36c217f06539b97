import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import findings from '../../../reports/relu-versus-sigmoid/findings.md?raw';
import { design } from '../../../src/studies/relu-versus-sigmoid/design.ts';
import type { ScaleName } from '../../../src/study.ts';
import { openPage } from '../support/open-page.ts';
import { results } from '../support/results.ts';

describe('the story', () => {
  it('begins with the claim and the answer, word for word as the findings do', async () => {
    const { visitor, document } = await openPage();
    await expect.element(visitor.getByRole('heading', { level: 1 })).toBeVisible();
    await expect.element(visitor.getByText(results.claim)).toBeVisible();
    const answer = findings.split('\n\n')[2]!.replaceAll(/[*`]/g, '');
    expect(document.querySelector('.hero .prose')!.textContent!.trim()).toBe(answer);
  });

  it('has one chosen in every choice, and no name twice', async () => {
    const { document } = await openPage();
    await expect
      .poll(() => document.querySelectorAll('fieldset.choice:has([type=radio])').length)
      .toBeGreaterThan(4);
    for (const choice of document.querySelectorAll('fieldset.choice:has([type=radio])')) {
      expect(choice.querySelectorAll(':checked').length, choice.textContent!).toBe(1);
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('puts every figure under the other evaluation by one switch', async () => {
    const { visitor, document } = await openPage();
    const titles = () =>
      [...document.querySelectorAll('#accuracy svg, #evaluation svg')].map((svg) => svg.textContent);
    expect(titles().join()).toContain('by running statistics');
    await visitor.getByRole('radio', { name: 'statistics recomputed for the same weights' }).click();
    expect(titles().join()).not.toContain('by running statistics');
    expect(titles().join()).toContain('by recomputed statistics');
  });

  it('reads out values by keys, from the first to the last, and opens the record behind one', async () => {
    const { visitor } = await openPage();
    const plot = visitor.getByRole('slider', { name: 'Test accuracy by depth: values' });
    await plot.click({ position: { x: 2, y: 2 } });
    await userEvent.keyboard('{Home}');
    await expect
      .element(plot)
      .toHaveAttribute(
        'aria-valuetext',
        expect.stringMatching(/: (ReLU|Sigmoid), seed \d, number of blocks 1: [\d.]+ %$/),
      );
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect.element(plot).toHaveAttribute('aria-valuenow', '2');
    await userEvent.keyboard('{End}');
    await expect
      .element(plot)
      .toHaveAttribute('aria-valuetext', expect.stringContaining('number of blocks 8'));
    await userEvent.keyboard('{Home}');
    await visitor.getByRole('button', { name: 'its record' }).first().click();
    const dialog = visitor.getByRole('dialog');
    await expect.element(dialog).toBeVisible();
    await expect
      .element(dialog)
      .toHaveTextContent(new RegExp(`${results.scale}/(relu|sigmoid)-depth-1-seed-\\d`));
    await expect
      .element(dialog.getByRole('link', { name: 'The whole record' }))
      .toHaveAttribute('download', expect.stringMatching(/\.json$/));
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
  });

  it('reads out the value that is pointed at, as the record has it', async () => {
    const { document, window } = await openPage();
    const plot = document.querySelector('#accuracy .plot')!;
    const dot = plot.querySelector('svg circle[r="3"]')!.getBoundingClientRect();
    plot.scrollIntoView();
    const moved = plot.querySelector('svg circle[r="3"]')!.getBoundingClientRect();
    const at = { clientX: moved.left + dot.width / 2, clientY: moved.top + dot.height / 2, bubbles: true };
    plot.dispatchEvent(new window.PointerEvent('pointermove', at));
    const h3 = results.hypotheses.find(({ id }) => id === 'H3')!.comparisons[0]!.bySeed.rows[0]![1]!; // ReLU, 1 block, seed 1, per cent
    await expect
      .poll(() => document.querySelector('#accuracy .reading')!.textContent)
      .toContain(`ReLU, seed 1, number of blocks 1: ${h3.toFixed(2)} %`);
    plot.dispatchEvent(new window.PointerEvent('pointermove', { clientX: 3, clientY: 3, bubbles: true }));
    (document.querySelector('#accuracy .reading button') as HTMLElement).click(); // it stays in reach of a mouse
    await expect
      .poll(() => document.querySelector('dialog h2')?.textContent)
      .toBe(`${results.scale}/relu-depth-1-seed-1`);
  });

  it('lists the values of a figure as a table, too', async () => {
    const { visitor, document } = await openPage();
    await visitor.getByText('As a table').first().click();
    await expect.poll(() => document.querySelectorAll('#accuracy .values tr').length).toBe(2 * 5 * 3 + 2 * 5);
  });

  it('shows the gradient layer by layer at every epoch, on one axis', async () => {
    const { visitor, document } = await openPage();
    const axis = () =>
      [...document.querySelectorAll('#gradient svg text')]
        .map((node) => node.textContent)
        .filter((words) => /^(0\.|1|1e)/.test(words!))
        .join();
    const before = axis();
    const slider = visitor.getByRole('slider', { name: /^After/ });
    await expect.element(slider).toHaveAttribute('aria-valuetext', 'no step: freshly initialised');
    const last = `${design.scales[results.scale as ScaleName].epochs}`;
    await slider.fill(last);
    await expect
      .element(slider)
      .toHaveAttribute('aria-valuetext', `epoch ${last} of ${last}, mean over its steps`);
    expect(document.querySelector('#gradient svg')!.textContent).toContain(`epoch ${last}`);
    expect(axis()).toBe(before);
    await visitor
      .getByRole('group', { name: 'Networks with' })
      .nth(1)
      .getByRole('radio', { name: '2 blocks' })
      .click();
    expect(document.querySelector('#gradient .title')!.textContent).toBe('Gradient by layer, 2 blocks');
  });

  it('takes the colours that are chosen', async () => {
    const { visitor, document, window } = await openPage();
    const background = () => window.getComputedStyle(document.body).backgroundColor;
    const paper = () => document.querySelector('#accuracy svg rect')!.getAttribute('fill');
    await visitor.getByRole('combobox', { name: 'Colours' }).selectOptions('dark');
    await expect.poll(background).toBe('rgb(13, 17, 23)');
    expect(paper()).toBe('#0d1117');
    await visitor.getByRole('combobox', { name: 'Colours' }).selectOptions('light');
    await expect.poll(background).toBe('rgb(255, 255, 255)');
    expect(paper()).toBe('#ffffff');
  });

  it('has every section that its menu leads to', async () => {
    const { document } = await openPage();
    const links = [...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href')!);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) await expect.poll(() => document.querySelector(link)).not.toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { openPage } from '../support/open-page.ts';

/** Seconds that a first run may take a visitor. */
const PATIENCE = 60;

// A long task is one of more than 50 ms, by definition.

describe('reproducing a run', () => {
  it('trains the cheapest run to its recorded digest in a minute, and the page stays responsive', async () => {
    const { visitor, document, window } = await openPage();
    // What the page does when it is opened is over.
    await expect
      .poll(() => window.performance.getEntriesByName('judged').length, { timeout: 20_000 })
      .toBe(1);
    const long: number[] = [];
    // Of the page itself: the spec's own frame is no part of it.
    const observer = new window.PerformanceObserver((list) => {
      for (const { duration, name } of list.getEntries()) if (name === 'self') long.push(duration);
    });
    observer.observe({ type: 'longtask' });
    const start = performance.now();
    await visitor.getByRole('button', { name: 'Train', exact: true }).click();
    const status = visitor.getByText(/^(Equal|Not equal)\. Y/);
    await expect.element(status, { timeout: 1000 * PATIENCE }).toBeInTheDocument();
    expect((performance.now() - start) / 1000).toBeLessThan(PATIENCE);
    await expect.element(status).toHaveTextContent('Equal. Your digest equals the record’s');
    const [name = ''] = /\w+-depth-1-seed-\d/.exec(
      document.querySelector('#reproduce .title')!.textContent!,
    )!;
    const record = await import(`../../../reports/relu-versus-sigmoid/runs/quick/${name}.json`);
    await expect.element(status).toHaveTextContent(record.digest);
    expect(long).toEqual([]);
  });

  it('pauses, goes on, rewinds with the same seed, and can be cancelled', async () => {
    const { visitor, document } = await openPage();
    const words = () => document.querySelector('#reproduce .status')!.textContent!;
    const step = () => Number(/tep (\d+) of/.exec(words())?.[1] ?? 0);
    await visitor.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(4);
    await visitor.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(words).toContain('Paused at step');
    await new Promise((resolve) => setTimeout(resolve, 500)); // a step that was under way
    const held = step();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(step()).toBe(held);
    await visitor.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(step, { timeout: 30_000 }).toBeGreaterThan(held);
    await visitor.getByRole('button', { name: 'Rewind' }).click();
    await expect
      .poll(words, { timeout: 30_000 })
      .toMatch(/Step \d+ of .* equals the record’s at [12345] links? so far/);
    await visitor.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(words).toContain('Cancelled');
    expect(words()).not.toContain('Step');
    await expect.element(visitor.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  });

  it('lets one tab compute at a time, says so in the other, and lets it when the first has ended', async () => {
    const [first, second] = [await openPage(), await openPage()];
    // Both frames have one title; the second is reached into.
    const press = (words: string, { document }: { document: Document }, part: string) =>
      [...document.querySelectorAll<HTMLButtonElement>(`${part} button`)]
        .find((button) => button.textContent === words)!
        .click();
    const said = ({ document }: { document: Document }, part: string) =>
      document.querySelector(`${part} .status`)!.textContent;
    press('Train', first, '#reproduce');
    await expect.poll(() => said(first, '#reproduce'), { timeout: 30_000 }).toMatch(/Step/);
    press('Audit', second, '#audit');
    await expect.poll(() => said(second, '#audit')).toContain('in another tab');
    press('Audit', first, '#audit'); // not in the same one either
    await expect.poll(() => said(first, '#audit')).toContain('computing already, here or');
    press('Cancel', first, '#reproduce');
    press('Audit', second, '#audit');
    await expect.poll(() => said(second, '#audit'), { timeout: 60_000 }).toMatch(/[1-9]\d* of 32 checked/);
    press('Cancel', second, '#audit');
    await expect.poll(() => said(second, '#audit')).toContain('Cancelled after');
  });

  it('forgets what came when another run is chosen, and takes a press that comes at once', async () => {
    const { visitor, document } = await openPage();
    const words = () => document.querySelector('#reproduce .status')!.textContent!;
    await visitor.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(words, { timeout: 60_000 }).toMatch(/Step [3-9]/);
    await visitor.getByRole('combobox', { name: 'Run' }).selectOptions('ReLU, 2 blocks, seed 3');
    await expect.poll(words).toBe('');
    expect(document.querySelector('#reproduce .title')!.textContent).toBe('relu-depth-2-seed-3');
    expect(document.querySelectorAll('#reproduce circle')).toHaveLength(1); // the legend’s
    for (const name of ['Train', 'Cancel', 'Train']) {
      await visitor.getByRole('button', { name, exact: true }).click();
    }
    await expect.poll(words, { timeout: 60_000 }).toMatch(/Step \d+ of .*The chain equals/);
    await visitor.getByRole('button', { name: 'Cancel' }).click();
  });

  it('goes on in a tab that is not in sight, and says afterwards that it was', async () => {
    const { visitor, document, window } = await openPage();
    const words = () => document.querySelector('#reproduce .status')!.textContent!;
    const step = () => Number(/tep (\d+) of/.exec(words())?.[1] ?? 0);
    // A frame cannot be put out of sight by itself; the browser's own word for it can be given.
    const turn = (hidden: boolean) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
      document.dispatchEvent(new window.Event('visibilitychange'));
    };
    await visitor.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(2);
    expect(words()).not.toContain('in the background');
    turn(true);
    const left = step();
    await expect.poll(step, { timeout: 30_000 }).toBeGreaterThan(left + 2);
    turn(false);
    await expect.poll(words).toContain('This tab was in the background: training went on');
    await visitor.getByRole('button', { name: 'Cancel' }).click();
  });
});

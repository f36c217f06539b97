import { describe, expect, it } from 'vitest';
import { openPage } from '../support/open-page.ts';
import { results } from '../support/results.ts';

/** Seconds that a first run may take a visitor. */
const PATIENCE = 60;
/** A task that holds the page for longer is felt. */
const FELT_MS = 50;

describe('reproducing a run', () => {
  it('trains the cheapest run to its recorded digest in a minute, and the page stays responsive', async () => {
    const { visitor, document, window } = await openPage();
    const long: number[] = [];
    const observer = new window.PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(duration);
    });
    observer.observe({ type: 'longtask' });
    const start = performance.now();
    await visitor.getByRole('button', { name: 'Train', exact: true }).click();
    const status = visitor.getByRole('status').first();
    await expect.element(status, { timeout: 1000 * PATIENCE }).toHaveTextContent(/qual\./);
    expect((performance.now() - start) / 1000).toBeLessThan(PATIENCE);
    await expect.element(status).toHaveTextContent('Equal. Your digest equals the record’s');
    const [name = ''] = /\w+-depth-1-seed-\d/.exec(
      document.querySelector('#reproduce .title')!.textContent!,
    )!;
    await expect.element(status).toHaveTextContent(results.records[name as keyof typeof results.records]);
    expect(long.filter((duration) => duration > FELT_MS)).toEqual([]);
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
    await expect.element(visitor.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  });

  it('lets one tab compute at a time, and says so in the other', async () => {
    const [first, second] = [await openPage(), await openPage()];
    // Both frames have one title; the second is reached into.
    const press = (words: string, { document }: { document: Document }) =>
      [...document.querySelectorAll('button')].find((button) => button.textContent === words)!.click();
    press('Train', first);
    await expect
      .poll(() => first.document.querySelector('#reproduce .status')!.textContent)
      .toMatch(/Fetching|Step/);
    press('Audit', second);
    await expect
      .poll(() => second.document.querySelector('#audit .trouble')?.textContent)
      .toContain('in another tab');
    press('Cancel', first);
    press('Audit', second);
    await expect
      .poll(() => second.document.querySelector('#audit .status')!.textContent)
      .toMatch(/Fetching|checked/);
    press('Cancel', second);
  });
});

import { describe, expect, it } from 'vitest';
import { openPage } from '../support/open-page.ts';
import { results } from '../support/results.ts';

const movable = ['H1', 'H2b', 'H3', 'H4b', 'H9a', 'H9b'];
const registered = Object.fromEntries(results.hypotheses.map(({ id, outcome }) => [id, outcome]));

/** Outcomes as the table has them, by hypothesis. */
function outcomes(document: Document, column: 3 | 4): Record<string, string> {
  const rows = [...document.querySelectorAll('#explorer tbody tr')];
  return Object.fromEntries(
    rows.map((row) => [
      row.children[0]!.textContent!,
      row.children[column]!.textContent!.replace(' changed', ''),
    ]),
  );
}

describe('the explorer', () => {
  it('judges here as the test run judged: at the registered rules the registered verdicts', async () => {
    const { document } = await openPage();
    expect(Object.keys(outcomes(document, 3))).toEqual(movable);
    for (const id of movable) {
      expect([id, outcomes(document, 3)[id]]).toEqual([id, registered[id]]);
      expect([id, outcomes(document, 4)[id]]).toEqual([id, registered[id]]);
    }
    expect(document.querySelector('#explorer [role=status]')!.textContent).toContain('No verdict changes.');
  });

  it('supports nothing that has to hold by 40 points more, marks what changed, and comes back by one press', async () => {
    const { document, visitor } = await openPage();
    await visitor.getByRole('slider', { name: /By how much more/ }).fill('40');
    await expect.poll(() => Object.values(outcomes(document, 3))).not.toContain('supported');
    const before = outcomes(document, 4);
    expect(before).toEqual(Object.fromEntries(movable.map((id) => [id, registered[id]])));
    const changed = [...document.querySelectorAll('#explorer tr.changed th')].map((cell) => cell.textContent);
    expect(changed).toEqual(movable.filter((id) => outcomes(document, 3)[id] !== registered[id]));
    expect(changed).toContain('H1');
    await visitor.getByRole('button', { name: 'Back to the registered rules' }).click();
    expect(outcomes(document, 3)).toEqual(before);
  });

  it('follows level, metric and seeds, and keeps two seeds at least', async () => {
    const { document, visitor } = await openPage();
    const effects = () =>
      [...document.querySelectorAll('#explorer tbody td:nth-child(3)')]
        .map((cell) => cell.textContent)
        .join();
    const seen = new Set([effects()]);
    const moves = [
      () => visitor.getByRole('slider', { name: /^Level α/ }).fill('0'),
      () => visitor.getByRole('radio', { name: 'best epoch, as the notebook' }).click(),
      () => visitor.getByRole('checkbox', { name: '2' }).click(),
    ];
    for (const move of moves) {
      await move();
      await expect.poll(() => seen.has(effects())).toBe(false);
      seen.add(effects());
    }
    await expect.element(visitor.getByRole('checkbox', { name: '1' })).toBeDisabled();
    await expect
      .element(visitor.getByRole('slider', { name: /^Level α/ }))
      .toHaveAttribute('aria-valuetext', '0.001');
    await visitor.getByRole('button', { name: 'Back to the registered rules' }).click();
    await expect.element(visitor.getByRole('checkbox', { name: '2' })).toBeChecked();
  });
});

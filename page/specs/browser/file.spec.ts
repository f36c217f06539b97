/** The page opened from a disk: whole in one file, asking nothing of anyone, soon there. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { studies } from '../../../src/studies/studies.ts';
import { gatherContent, openStores } from '../../build/gather-content.ts';
import { pageHtml, REPORTS } from '../../build/site.ts';

const MOST_BYTES = 3e6;
const SOON_MS = 1000;
/** Until figures can be pointed at. */
const READ_MS = 3000;

let [folder, file] = ['', ''];
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  file = join(folder, 'index.html');
  await writeFile(file, await pageHtml(await gatherContent(await openStores(studies, REPORTS))));
  browser = await chromium.launch({ executablePath: inject('executablePath'), args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens the file, noting whatever it asks for or complains of. */
async function open(): Promise<{ page: Page; asked: string[]; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector('#accuracy svg')) performance.mark('shown');
      else requestAnimationFrame(look);
    };
    look();
  });
  const [asked, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector('#trust');
  return { page, asked, complaints };
}

describe('the page as a file', () => {
  it(`has at most ${MOST_BYTES / 1e6} MB`, async () => {
    expect((await stat(file)).size).toBeLessThan(MOST_BYTES);
  });

  it('shows its first figures within a second, and has read what they show within three, the best of ten', async () => {
    const [shown, read]: [number[], number[]] = [[], []];
    for (let time = 0; time < 10; time++) {
      const { page } = await open();
      const ofMark = (name: string) =>
        page.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime ?? Infinity, name);
      shown.push(await ofMark('shown'));
      read.push(await ofMark('read'));
      await page.context().close();
    }
    expect(Math.min(...shown)).toBeLessThan(SOON_MS);
    expect(Math.min(...read)).toBeLessThan(READ_MS);
  });

  it.each([
    ['light', 'dark'],
    ['dark', 'light'],
  ] as const)('begins without its program as it does with it: %s', async (colorScheme, other) => {
    const begin = async (javaScriptEnabled: boolean) => {
      const page = await browser.newPage({ javaScriptEnabled, colorScheme });
      await page.goto(pathToFileURL(file).href);
      return page;
    };
    const [without, running] = [await begin(false), await begin(true)];
    await running.waitForSelector('#trust');
    const drawing = await without.locator(`#accuracy .in-${colorScheme}`).first().innerHTML();
    expect(await running.locator('#accuracy .plot div').first().innerHTML()).toBe(drawing);
    expect(await without.locator('.hero').innerText()).toBe(await running.locator('.hero').innerText());
    expect(await without.locator(`#accuracy .in-${colorScheme}`).first().isVisible()).toBe(true);
    expect(await without.locator(`#accuracy .in-${other}`).first().isVisible()).toBe(false);
    const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background(without)).toBe(await background(running));
    expect(await without.locator('.wait').isVisible()).toBe(false);
    expect(await without.locator('noscript p').isVisible()).toBe(true);
    for (const page of [without, running]) await page.close();
  });

  it('says that nothing was checked where it is cut before its program ends', async () => {
    const text = await readFile(file, 'utf8');
    const cut = join(folder, 'cut.html');
    await writeFile(cut, text.slice(0, text.indexOf('<script>') + 1000));
    const page = await browser.newPage();
    await page.goto(pathToFileURL(cut).href);
    expect(await page.locator('.wait').isVisible()).toBe(true);
    expect(await page.locator('.wait').innerText()).toContain('the file was cut or altered');
    await page.close();
  });

  it('asks nothing of anyone and breaks none of its own policy, whatever is pressed', async () => {
    const { page, asked, complaints } = await open();
    for (const button of await page.locator('#tamper button').all()) await button.click();
    await page.locator('#explorer input[type=range]').first().fill('0');
    await page.getByRole('slider', { name: 'Test accuracy by depth: values' }).press('Home');
    await page.getByRole('button', { name: 'its record' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Audit', exact: true }).click();
    await page.waitForSelector('#audit .trouble');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.waitForSelector('#reproduce .trouble');
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
  });

  it('says what training needs, and offers what works without', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.waitForSelector('#reproduce .trouble');
    expect(await page.locator('#reproduce .trouble').innerText()).toContain('npm run page serves it');
    expect(await page.locator('#tamper button').count()).toBe(5);
  });

  it('lets in no program but its own', async () => {
    const { page, complaints } = await open();
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruded = true';
      document.head.append(script);
      return 'intruded' in window;
    });
    expect(ran).toBe(false);
    expect(complaints.join()).toContain('Content Security Policy');
  });

  it('is printed whole, on white, without what can only be pressed', async () => {
    const { page } = await open();
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('dark');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#accuracy svg').first().isVisible()).toBe(true);
    expect(await page.locator('#reproduce').isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    await expect.poll(() => page.locator('#accuracy svg rect').first().getAttribute('fill')).toBe('#ffffff');
  });

  it('moves nothing by itself for those who want less motion', async () => {
    const { page } = await open();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)).toBe('auto');
  });
});

/** The page from its own server: what it asks for, how it compares with Node, and who else is answered. */
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PageServer, serve } from '../../build/serve.ts';
import { siteOf } from '../../build/site.ts';

let server: PageServer;
let browser: Browser;

beforeAll(async () => {
  server = await serve(await siteOf(), 0);
  browser = await chromium.launch({ executablePath: inject('executablePath'), args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** Trains the cheapest run in the page. @returns seconds from the first step to the end, as the page counts them */
async function trainInPage(): Promise<number> {
  const page = await (await browser.newContext()).newPage();
  const [foreign, complaints]: [string[], string[]] = [[], []];
  page.on(
    'request',
    (asked) =>
      [server.url, `blob:${server.url}`, 'data:'].some((own) => asked.url().startsWith(own)) ||
      foreign.push(asked.url()),
  );
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForSelector('#reproduce .equal', { timeout: 120_000 });
  expect([foreign, complaints]).toEqual([[], []]);
  const seconds = Number(await page.locator('#reproduce .status').getAttribute('data-seconds'));
  await page.context().close();
  expect(seconds).toBeGreaterThan(0);
  return seconds;
}

/** Trains the same run in a process of its own. @returns seconds from the first step to the last */
async function trainInNode(): Promise<number> {
  const script = fileURLToPath(new URL('../support/train-in-node.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(Number(said)).toBeGreaterThan(0);
  return Number(said);
}

describe('the served page', () => {
  it('trains about as fast as Node does, turn by turn, and asks no other host', async () => {
    const turns: Record<'page' | 'node', number>[] = [];
    for (let turn = 0; turn < 3; turn++) turns.push({ page: await trainInPage(), node: await trainInNode() });
    const best = (of: 'page' | 'node') => Math.min(...turns.map((turn) => turn[of]));
    console.log(`Seconds in page and Node, turn by turn: ${JSON.stringify(turns)}`);
    expect(best('page')).toBeLessThan(1.15 * best('node'));
  });

  it.each([
    [{ host: 'elsewhere.example' }, 'GET', '/', 403],
    [{}, 'POST', '/', 405],
    [{}, 'GET', '/../package.json', 404],
    [{}, 'GET', '/images/train-9.bin', 404],
    [{}, 'HEAD', '/kernels.wasm', 200],
  ])('answers %o %s %s with %i', async (headers, method, path, status) => {
    const code = await new Promise((resolve) => {
      const asked = request(new URL(server.url), { method, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.end();
    });
    expect(code).toBe(status);
  });
});

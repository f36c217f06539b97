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

/** Trains the cheapest run in the page. @returns when it heard of each step and epoch, milliseconds */
async function trainInPage(): Promise<readonly number[]> {
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
  const times = await page.evaluate(() =>
    performance
      .getEntriesByType('mark')
      .filter(({ name }) => name === 'step' || name === 'epoch')
      .map(({ startTime }) => startTime),
  );
  await page.context().close();
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeCloseTo(((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000, 3);
  return times;
}

/**
 * What makes Node's allocator give memory back and take it fresh for every batch, as browsers' allocators do. On virtual
 * machines where a fresh page costs microseconds, that alone is a fifth of a run, and none of it is the page's doing.
 */
const FRESH_MEMORY = { MALLOC_MMAP_THRESHOLD_: '65536' };

/** Trains the same run in a process of its own. @returns when each step and epoch ended, milliseconds */
async function trainInNode(environment: Record<string, string>): Promise<readonly number[]> {
  const script = fileURLToPath(new URL('../support/train-in-node.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  return JSON.parse(said);
}

/** Seconds of a run of which every step and every evaluation takes as long as in the best of these turns. */
function bestSeconds(turns: readonly (readonly number[])[]): number {
  const [first = []] = turns;
  const durations = first
    .slice(1)
    .map((_, index) => Math.min(...turns.map((times) => (times[index + 1] ?? NaN) - (times[index] ?? NaN))));
  return durations.reduce((sum, duration) => sum + duration, 0) / 1000;
}

describe('the served page', () => {
  it('trains about as fast as a Node that takes memory as it does, turn by turn, and asks no other host', async () => {
    const turns: Record<'page' | 'fresh' | 'kept', readonly number[]>[] = [];
    for (let turn = 0; turn < 3; turn++) {
      turns.push({
        page: await trainInPage(),
        fresh: await trainInNode(FRESH_MEMORY),
        kept: await trainInNode({}),
      });
    }
    const events = turns.flatMap((turn) => Object.values(turn).map((times) => times.length));
    expect(new Set(events).size).toBe(1);
    expect(events[0]).toBeGreaterThan(100);
    const [page, fresh, kept] = (['page', 'fresh', 'kept'] as const).map((where) =>
      bestSeconds(turns.map((turn) => turn[where])),
    ) as [number, number, number];
    const figures = [page, page / fresh, page / kept].map((figure) => figure.toFixed(2));
    console.log(
      `${figures[0]} s in the page: ${figures[1]} times Node’s, ${figures[2]} times Node’s that keeps its memory.`,
    );
    expect(page).toBeLessThan(1.15 * fresh);
  }, 400_000);

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

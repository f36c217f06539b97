/** Asking a browser, with a program in place of the browser that asks the server as a page would. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { askBrowser } from '../../../../bench/portability/ask-browser.ts';
import { hasLoopback } from '../../../../bench/portability/loopback-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

vi.mock('node:os', async (importOriginal) => {
  const actual = await importOriginal<typeof import('node:os')>();
  return { ...actual, networkInterfaces: vi.fn(actual.networkInterfaces) };
});

const data = {
  train: { images: new Uint8Array(2 * 3072).fill(7), labels: Uint8Array.of(1, 2), count: 2 },
  test: { images: new Uint8Array(3072), labels: Uint8Array.of(3), count: 1 },
};

const module = new URL('../../../../bench/portability/ask-browser.ts', import.meta.url).href;

async function ask(program: string) {
  const folder = await temporaryFolder();
  const [script, browser] = [join(folder, 'stand-in.mjs'), join(folder, 'browser.js')];
  await writeFile(script, program);
  await writeFile(browser, 'the program');
  const launch = {
    command: [process.execPath, script],
    versionCommand: [],
    profile: async (path: string) => [path],
  };
  return askBrowser(launch, { task: { cases: ['a case'] }, programs: { node: '', browser }, data });
}

const send = (path: string, body: string) =>
  `await fetch(url + '${path}', { method: 'POST', body: ${body} });\nsetInterval(() => {}, 1000);`;
const url = 'const url = process.argv[3];';

// Tests run where the network is cut off altogether too, and then there is nothing to ask a browser over.
describe.each(hasLoopback() ? ['a loopback interface'] : [])('askBrowser, with %s', () => {
  it('serves page, program, task, kernels, backend and images, and takes the answer', async () => {
    const paths = ['', 'browser.js', 'task.json', 'train.bin', 'test.bin'];
    const sizes = ['kernels.wasm', 'tfjs-backend-wasm-simd.wasm', 'other'];
    const program = `${url}
      const text = async (path) => (await fetch(url + path)).text();
      const size = async (path) => (await (await fetch(url + path)).arrayBuffer()).byteLength;
      const found = {};
      for (const path of ${JSON.stringify(paths)}) found[path] = await text(path);
      for (const path of ${JSON.stringify(sizes)}) found[path] = await size(path);
      ${send('answer', 'JSON.stringify(found)')}`;
    const found = (await ask(program)) as unknown as Record<string, unknown>;
    expect(found['']).toContain("new Worker('/browser.js'");
    expect(found['browser.js']).toBe('the program');
    expect(found['task.json']).toBe('{"cases":["a case"]}');
    expect(found['train.bin']).toBe(`\x01${'\x07'.repeat(3072)}\x02${'\x07'.repeat(3072)}`);
    expect(found['test.bin']).toBe(`\x03${'\0'.repeat(3072)}`);
    expect(found['kernels.wasm']).toBeGreaterThan(10_000);
    expect(found['tfjs-backend-wasm-simd.wasm']).toBeGreaterThan(100_000);
    expect(found.other).toBe(0);
  });

  it('ends the browser and all that it started', async () => {
    const program = `${url}
      import { spawn } from 'node:child_process';
      const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      ${send('answer', 'JSON.stringify([process.pid, pid])')}`;
    const pids = (await ask(program)) as unknown as number[];
    expect(pids).toHaveLength(2);
    await expect.poll(() => pids.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  });

  it('fails with what the page says', async () => {
    await expect(ask(`${url}${send('failure', "'no SIMD here'")}`)).rejects.toThrow('no SIMD here');
  });

  it('fails, and does not fall, where what is sent is no answer', async () => {
    await expect(ask(`${url}${send('answer', "'<html>'")}`)).rejects.toThrow('is not valid JSON');
    expect(await ask(`${url}${send('answer', "'null'")}`)).toEqual({});
  });

  it('leaves neither the browser nor its folder behind when it is interrupted', async () => {
    const folder = await temporaryFolder();
    const [asking, browser, told] = ['asking.mts', 'browser.mjs', 'told'].map((name) => join(folder, name));
    await writeFile(
      browser!,
      `import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(told)}, String(process.pid));
      setInterval(() => {}, 1000);`,
    );
    await writeFile(
      asking!,
      `import { askBrowser } from ${JSON.stringify(module)};
      const launch = { command: [process.execPath, ${JSON.stringify(browser)}], profile: async () => [] };
      const programs = { node: '', browser: ${JSON.stringify(browser)} };
      await askBrowser(launch, { task: { cases: [] }, programs });`,
    );
    const env = { ...process.env, TMPDIR: await temporaryFolder() };
    const asker = spawn(process.execPath, ['--import', 'tsx', asking!], { env, stdio: 'inherit' });
    const ended = once(asker, 'close');
    const pidTold = async () => Number(await readFile(told!, 'utf8').catch(() => ''));
    await expect.poll(pidTold, { timeout: 30_000 }).toBeGreaterThan(0);
    asker.kill('SIGTERM');
    expect(await ended).toEqual([null, 'SIGTERM']);
    const pid = await pidTold();
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
    const left = await readdir(env.TMPDIR);
    expect(left.filter((name) => name.startsWith('portability-'))).toEqual([]);
  }, 60_000);

  it('fails with what the browser says where it ends first', async () => {
    const program = "console.error('no display'); process.exitCode = 3;";
    await expect(ask(program)).rejects.toThrow('ended before it answered (3)\nno display');
  });
});

describe('askBrowser, without a loopback interface', () => {
  it('says what it needs', async () => {
    const interfaces = vi.mocked(networkInterfaces).mockReturnValue({});
    onTestFinished(() => void interfaces.mockReset());
    await expect(ask('')).rejects.toThrow('over the loopback interface, and there is none here: bring it up');
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

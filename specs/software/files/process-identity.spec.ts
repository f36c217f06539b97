import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isRunning, thisProcess } from '../../../src/files/process-identity.ts';

describe('isRunning', () => {
  it('knows this process', async () => {
    const me = await thisProcess();
    expect(me.pid).toBe(process.pid);
    expect(await isRunning(me)).toBe(true);
  });

  it('knows one that has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'close');
    expect(await isRunning({ ...(await thisProcess()), pid: child.pid! })).toBe(false);
  });

  // Catches a lock that is held for ever in a container whose first process never asks how its children ended.
  it('knows one that has ended and that its parent has not asked for', async () => {
    if (process.platform !== 'linux') return;
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 20'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void parent.kill());
    const [said] = await once(parent.stdout, 'data');
    const pid = Number(said);
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    const started = status.slice(status.lastIndexOf(')') + 2).split(' ')[19]!;
    const child = { ...(await thisProcess()), pid, started };
    expect(await isRunning(child)).toBe(true);
    await expect.poll(() => isRunning(child), { timeout: 10_000 }).toBe(false);
    expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
  }, 20_000);

  it('takes no other process for one whose number it has', async () => {
    const me = await thisProcess();
    if (process.platform === 'linux') expect(me.started).toMatch(/^\d+$/);
    expect(await isRunning({ ...me, started: `${Number(me.started) - 1}` })).toBe(false);
  });

  it('cannot say of another machine, boot or container, whatever runs there', async () => {
    expect(await isRunning({ ...(await thisProcess()), place: 'elsewhere' })).toBeUndefined();
  });

  it('has another place in another namespace of process numbers', async () => {
    const here = (await thisProcess()).place;
    const file = JSON.stringify(new URL('../../../src/files/process-identity.ts', import.meta.url).href);
    const script = `import(${file}).then(async (m) => console.log((await m.thisProcess()).place))`;
    const place = async (command: string, ...args: string[]) => {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
      let said = '';
      child.stdout.on('data', (chunk) => (said += chunk));
      await once(child, 'close').catch(() => {});
      return said.trim();
    };
    const node = [process.execPath, '--import', 'tsx', '-e', script];
    expect(await place(node[0]!, ...node.slice(1))).toBe(here);
    const there = await place(
      'unshare',
      '--user',
      '--map-root-user',
      '--pid',
      '--fork',
      '--mount-proc',
      ...node,
    );
    if (there) expect(there).not.toBe(here); // no namespaces to be had: nothing to tell apart either
  }, 20_000);

  it('takes a process for running that belongs to another user, so that it may not be asked', async () => {
    const me = await thisProcess();
    const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    });
    onTestFinished(() => kill.mockRestore());
    expect(await isRunning(me)).toBe(true);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { withFileLock } from '../../../src/files/file-lock.ts';
import { thisProcess } from '../../../src/files/process-identity.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What a spec does before or after the lock's own steps on the disk, in which another process may come between. */
const disk = vi.hoisted(() => ({
  beforeRemoval: async (_path: string): Promise<void> => {},
  afterRead: async (_path: string): Promise<void> => {},
}));

vi.mock('node:fs/promises', async (importOriginal) => {
  const actual = await importOriginal<typeof import('node:fs/promises')>();
  const remove: typeof actual.rm = async (path, options) => {
    await disk.beforeRemoval(String(path));
    await actual.rm(path, options);
  };
  const read = async (path: string, encoding: BufferEncoding) => {
    const text = await actual.readFile(path, encoding);
    await disk.afterRead(path);
    return text;
  };
  return { ...actual, rm: remove, readFile: read };
});

beforeEach(() => {
  const nothing = async () => {};
  Object.assign(disk, { beforeRemoval: nothing, afterRead: nothing });
});

const lock = async () => join(await temporaryFolder(), 'lock');
const me = await thisProcess();
/** A lock's text, of an owner that is this very process but for what is given. */
const lockOf = (other: Partial<typeof me> & { readonly token?: string } = {}) => {
  const { token, pid, place, started } = { token: 'token', ...me, ...other };
  return `${token}\n${pid}\n${place}\n${started}`;
};
/** One of another container or machine, whose processes cannot be asked. */
const foreign = { place: 'elsewhere' };

/** The pid of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  return child.pid!;
}

/** Whom a lock waits for that gives an owner up after 300 ms, and for how many milliseconds it waits. */
async function waitAt(path: string) {
  const waitedFor: number[] = [];
  const options = {
    staleMilliseconds: 300,
    pollMilliseconds: 10,
    onWait: (pid: number) => waitedFor.push(pid),
  };
  const started = performance.now();
  await withFileLock(path, async () => {}, options);
  return { waitedFor, milliseconds: performance.now() - started };
}

describe('withFileLock', () => {
  it('lets one in at a time', async () => {
    const path = await lock();
    let inside = 0;
    const peaks = await Promise.all(
      Array.from({ length: 8 }, () =>
        withFileLock(
          path,
          async () => {
            const peak = ++inside;
            await new Promise((resolve) => setTimeout(resolve, 5));
            inside--;
            return peak;
          },
          { pollMilliseconds: 2 },
        ),
      ),
    );
    expect(peaks).toEqual(new Array(8).fill(1));
  });

  it('names its owner in the file while it works, and leaves none after', async () => {
    const path = await lock();
    const content = await withFileLock(path, () => readFile(path, 'utf8'));
    expect(content).toMatch(/^[0-9a-f-]{36}\n/);
    expect(content.split('\n').slice(1)).toEqual([String(me.pid), me.place, me.started]);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it('gives signs of life while it works', async () => {
    const path = await lock();
    const age = await withFileLock(
      path,
      async () => {
        await utimes(path, 0, 0);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return Date.now() - (await stat(path)).mtimeMs;
      },
      { staleMilliseconds: 300 },
    );
    expect(age).toBeLessThan(1000);
  });

  it('is released when the work fails', async () => {
    const path = await lock();
    await expect(withFileLock(path, () => Promise.reject(new Error('planted')))).rejects.toThrow('planted');
    await expect(withFileLock(path, async () => 'again')).resolves.toBe('again');
  });

  it('fails, rather than wait for ever, where no lock can be made', async () => {
    const path = join(await temporaryFolder(), 'no such folder', 'lock');
    await expect(withFileLock(path, async () => {})).rejects.toThrow('ENOENT');
  }, 5000);
});

describe('withFileLock, waiting', () => {
  it('tells of each owner once, however long it waits', async () => {
    const path = await lock();
    const parent = process.ppid;
    await writeFile(path, lockOf());
    const waitedFor: number[] = [];
    const onWait = (pid: number) => waitedFor.push(pid);
    const waiting = withFileLock(path, async () => {}, { pollMilliseconds: 5, onWait });
    await expect.poll(() => waitedFor).toEqual([process.pid]);
    await writeFile(path, lockOf({ ...foreign, token: 'other', pid: parent }));
    await expect.poll(() => waitedFor).toEqual([process.pid, parent]);
    await new Promise((resolve) => setTimeout(resolve, 50)); // ten more looks
    await rm(path);
    await waiting;
    expect(waitedFor).toEqual([process.pid, parent]);
  });

  it('takes over at once from an owner whose process has ended', async () => {
    const path = await lock();
    await writeFile(path, lockOf({ pid: await deadPid() }));
    // Were it to wait, it would do so for the 10 minutes that are the default.
    expect(await withFileLock(path, async () => 'done')).toBe('done');
  }, 20_000);

  it('takes over at once from an owner whose number another process has by now', async () => {
    const path = await lock();
    await writeFile(path, lockOf({ started: '1' }));
    expect(await withFileLock(path, async () => 'done')).toBe('done');
  }, 20_000);

  it('waits for an owner elsewhere, whose process it cannot ask, until it gives no sign of life', async () => {
    const path = await lock();
    const pid = await deadPid(); // here; there it may be anyone's
    await writeFile(path, lockOf({ ...foreign, pid }));
    const { waitedFor, milliseconds } = await waitAt(path);
    expect(waitedFor).toEqual([pid]);
    expect(milliseconds).toBeGreaterThan(200);
  });

  // Evaluating a deep network blocks its process for longer than it can afford to say nothing.
  it('waits for an owner that runs here however long it gives no sign of life', async () => {
    const path = await lock();
    await writeFile(path, lockOf());
    await utimes(path, 0, 0);
    setTimeout(() => void rm(path), 900); // three times what a silent owner elsewhere is given
    const { waitedFor, milliseconds } = await waitAt(path);
    expect(waitedFor).toEqual([me.pid]);
    expect(milliseconds).toBeGreaterThan(850);
  });

  // A file system's clock may be far from this one's, or be set back.
  it('measures silence by its own clock, whatever the file’s says', async () => {
    for (const seconds of [0, 4e9]) {
      const path = await lock();
      await writeFile(path, lockOf(foreign));
      await utimes(path, seconds, seconds);
      expect((await waitAt(path)).milliseconds).toBeGreaterThan(290);
    }
  });

  it('begins to measure anew at each sign of life', async () => {
    const path = await lock();
    await writeFile(path, lockOf(foreign));
    let signs = 0;
    const life = setInterval(() => void (signs++ < 8 && utimes(path, signs, signs)), 100);
    onTestFinished(() => clearInterval(life));
    expect((await waitAt(path)).milliseconds).toBeGreaterThan(1050);
  });

  it.each<[string, (pid: number) => string]>([
    ['nothing yet', () => ''],
    ['no more than its token', () => 'token\n'],
    ['no place', (pid) => `token\n${pid}`],
    ['no start', (pid) => `token\n${pid}\n${me.place}`],
    ['no token', (pid) => `\n${pid}\n${me.place}\n${me.started}`],
    ['no process', () => `token\n\n${me.place}\n${me.started}`],
  ])('waits, but for nobody in particular, while the owner has written %s', async (_, content) => {
    const path = await lock();
    await writeFile(path, content(await deadPid()));
    const { waitedFor, milliseconds } = await waitAt(path);
    expect(waitedFor).toEqual([]);
    expect(milliseconds).toBeGreaterThan(200);
  });
});

describe('withFileLock, taking over', () => {
  const dead = async () => {
    const path = await lock();
    await writeFile(path, lockOf({ pid: await deadPid() }));
    return path;
  };

  it('lets several take over from the same dead owner one at a time', async () => {
    const path = await dead();
    let inside = 0;
    let peak = 0;
    const work = async () => {
      peak = Math.max(peak, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 10));
      inside--;
    };
    await Promise.all(Array.from({ length: 16 }, () => withFileLock(path, work, { pollMilliseconds: 2 })));
    expect(peak).toBe(1);
  });

  it('leaves nothing of the dead owner’s lock', async () => {
    const path = await dead();
    const during = await withFileLock(path, () => readdir(join(path, '..')));
    expect(during).toEqual(['lock']);
  });

  it('leaves a lock alone that a new owner made before it could take over', async () => {
    const path = await dead();
    const replace = vi.fn(() => writeFile(path, lockOf({ ...foreign, token: 'other' })));
    disk.afterRead = async () => {
      if (replace.mock.calls.length === 0) await replace();
    };
    const { waitedFor, milliseconds } = await waitAt(path);
    expect(waitedFor).toEqual([process.pid]);
    expect(milliseconds).toBeGreaterThan(200);
  });

  // Both are waited for at once, since they take their time: what a full disk once left behind, which was given as long as
  // an owner that cannot be asked, 10 minutes; and what a process leaves that died while it took over.
  it('waits seconds for a lock that names nobody, and while another takes over, and then goes on', async () => {
    const [nobodys, takenOver] = [await lock(), await dead()];
    await writeFile(nobodys, '');
    await writeFile(`${takenOver}.takeover`, '');
    const started = performance.now();
    await Promise.all(
      [nobodys, takenOver].map(async (path) => {
        await withFileLock(path, async () => {}, { pollMilliseconds: 10 });
        expect(performance.now() - started).toBeGreaterThan(4900); // of 5 seconds that each is given
        expect(await readdir(join(path, '..'))).toEqual([]);
      }),
    );
    expect(performance.now() - started).toBeLessThan(60_000);
  }, 70_000);

  it('fails, rather than try for ever, where a dead owner’s lock cannot be deleted', async () => {
    const path = await dead();
    disk.beforeRemoval = async (removed) => {
      if (removed === path) throw Object.assign(new Error('EACCES: planted'), { code: 'EACCES' });
    };
    await expect(withFileLock(path, async () => {})).rejects.toThrow('EACCES: planted');
  });
});

describe('withFileLock, once its work is done', () => {
  it('leaves the lock alone if another took it over', async () => {
    const path = await lock();
    const other = lockOf({ token: 'other' });
    await withFileLock(path, () => writeFile(path, other));
    expect(await readFile(path, 'utf8')).toBe(other);
  });

  it('bears with a lock that is gone, before it looks and after', async () => {
    const path = await lock();
    expect(await withFileLock(path, () => rm(path).then(() => 'before'))).toBe('before');
    disk.afterRead = (read) => rm(read);
    expect(await withFileLock(path, async () => 'after')).toBe('after');
  });
});

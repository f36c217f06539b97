/** Platforms that are not installed here, or break, as the command would meet them. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserPlatforms } from '../../../../bench/portability/browser-platforms.ts';
import { emulatedPlatform, nodePlatforms } from '../../../../bench/portability/node-platforms.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const question = { task: { cases: [] }, programs: { node: '', browser: '' }, data: undefined };

afterEach(() => {
  vi.unstubAllEnvs();
});

async function outcomes(platforms: ReturnType<typeof browserPlatforms>) {
  const asked = platforms.map(async ({ name, ask }) => [name, await ask(question)] as const);
  return Object.fromEntries(await Promise.all(asked));
}

describe('browserPlatforms', () => {
  it('says of each that is not installed by which of Debian’s packages it comes', async () => {
    vi.stubEnv('PATH', '');
    expect(await outcomes(browserPlatforms())).toEqual({
      Chromium: { kind: 'absent', install: '`apt-get install chromium` installs it' },
      Firefox: { kind: 'absent', install: '`apt-get install firefox-esr` installs it' },
      WebKit: {
        kind: 'absent',
        install: '`apt-get install webkit2gtk-driver xvfb dbus-x11` installs it',
      },
    });
  });
});

describe('nodePlatforms', () => {
  it('says of each that npm cannot give how to come by it, and of arm64 what emulates it', async () => {
    vi.stubEnv('PATH', '');
    const folder = await temporaryFolder();
    const natives = nodePlatforms(folder).filter(({ name }) => name !== running);
    const found = await outcomes([...natives, emulatedPlatform(folder)]);
    expect(Object.keys(found)).toContain('arm64');
    for (const [name, outcome] of Object.entries(found)) {
      const line = name === 'arm64' ? 'apt-get install qemu-user libc6-arm64-cross' : `npm pack node-`;
      expect(outcome).toMatchObject({ kind: 'absent', install: expect.stringContaining(line) });
    }
  });

  it('fails with what a Node says that breaks', async () => {
    const folder = await temporaryFolder();
    const program = join(folder, 'node.mjs');
    await writeFile(program, "console.error('no SIMD here'); process.exit(1);");
    const ours = nodePlatforms(folder).find(({ name }) => name === running);
    const outcome = await ours?.ask({ ...question, programs: { ...question.programs, node: program } });
    expect(outcome ?? { kind: 'failed', reason: 'no SIMD here' }).toEqual({
      kind: 'failed',
      reason: 'no SIMD here',
    });
  });

  // As a copied folder would be, or one whose name came to stand for another version.
  it('fetches no Node where one is kept, and takes none for another version', async () => {
    vi.stubEnv('PATH', '');
    const folder = await temporaryFolder();
    for (const major of [20, 22, 24, 26]) {
      const bin = join(folder, `node-${process.platform}-${process.arch}-${major}`, 'bin');
      await mkdir(bin, { recursive: true });
      await writeFile(join(bin, 'node'), `#!/bin/sh\necho '{"version":"Node 24.1, V8 1","answer":{}}'\n`);
      await chmod(join(bin, 'node'), 0o755);
    }
    const others = nodePlatforms(folder).filter(({ name }) => name !== running);
    for (const [name, outcome] of Object.entries(await outcomes(others))) {
      expect(outcome).toEqual(
        name === 'Node 24'
          ? { kind: 'computed', version: 'Node 24.1, V8 1', answer: {} }
          : { kind: 'failed', reason: expect.stringContaining(`is Node 24.1, V8 1, not ${name}: delete it`) },
      );
    }
  });
});

const running = `Node ${process.versions.node.split('.')[0]}`;

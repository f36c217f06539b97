/** The command itself, as a process. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../../bench/portability/portability.ts', import.meta.url));

async function run(...args: string[]) {
  const command = ['--import', 'tsx', script, ...args];
  const ended = await promisify(execFile)(process.execPath, command).catch((error: unknown) => error);
  const { code = 0, stdout, stderr } = ended as { code?: number; stdout: string; stderr: string };
  return { code, stdout, stderr };
}

describe('npm run portability', () => {
  it('ends with 2 before anything runs where it cannot be understood', async () => {
    const { code, stdout, stderr } = await run('--on', 'Netscape');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('got Netscape');
  });
});

/** Which spec files have a process of their own: all that replace what others in the same process would then get, or measure it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ISOLATED_ENDING, SOFTWARE } from '../../../src/runner/software-projects.ts';

/** What others in the process would notice: modules, globals and kernels replaced, the engine's flags, its heap measured. */
const REPLACES = new RegExp(
  [
    String.raw`\bvi\.(mock|doMock|stubGlobal|resetModules|useFakeTimers)\(`,
    String.raw`\b(un)?registerKernel\(`,
    String.raw`/planted-kernel\.ts'`,
    String.raw`\benv\(\)\.set\(`,
    String.raw`\bHEAPU8\b`,
    String.raw`\bprocess\.chdir\(`,
  ].join('|'),
);
const needsOwnProcess = (text: string) => REPLACES.test(text);

const all = SOFTWARE.flatMap((folder) =>
  readdirSync(join('specs', folder), { recursive: true, encoding: 'utf8' }).map((path) =>
    join('specs', folder, path),
  ),
);
const files = all.filter((path) => path.endsWith('.spec.ts'));

describe('a spec file', () => {
  it('that replaces or forgets modules, a global or a kernel is isolated, and no other', () => {
    const replacing = files.filter((path) => needsOwnProcess(readFileSync(path, 'utf8')));
    const isolated = files.filter((path) => path.endsWith(ISOLATED_ENDING));
    expect(replacing.filter((path) => !path.endsWith('isolation.spec.ts'))).toEqual(isolated);
    expect(isolated.length).toBeGreaterThan(0);
  });

  // One by another name would not be run, and nobody would miss it.
  it('is named as one, as is every program beside it', () => {
    const programs = all.filter((path) => /\.[cm]?[jt]sx?$/.test(path));
    expect(programs.filter((path) => !files.includes(path))).toEqual([]);
  });

  it.each([
    ["vi.mock('node:os')", true],
    ['tf.registerKernel(kernel)', true],
    ["vi.spyOn(performance, 'now')", false],
  ])('is told by its text: %s', (text, own) => expect(needsOwnProcess(text)).toBe(own));
});

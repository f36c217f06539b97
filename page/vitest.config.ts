/** `npm run test:page`: the page as a visitor gets it, in a real Chromium; and what needs a browser started by hand. */

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type Plugin } from 'vitest/config';
import { findChromium, INSTALL_CHROMIUM } from '../src/files/find-executable.ts';
import { handlerOf } from './build/serve.ts';
import { type Site, siteOf } from './build/site.ts';
import { brokenSites } from './specs/support/broken-sites.ts';
import './specs/support/provided.ts';

export default defineConfig(async () => {
  const executablePath = await findChromium();
  if (executablePath === undefined) {
    console.error(`The page is tested in Chromium, and there is none here: ${INSTALL_CHROMIUM}.`);
    process.exit(2);
  }
  const common = { testTimeout: 180_000, hookTimeout: 60_000 };
  return {
    root: fileURLToPath(new URL('..', import.meta.url)),
    test: {
      watch: false,
      // Trainings share the cores, and times are compared.
      fileParallelism: false,
      projects: [
        {
          plugins: [sites()],
          test: {
            ...common,
            name: 'visitor',
            sequence: { groupOrder: 1 },
            include: ['page/specs/visitor/**/*.spec.ts'],
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              viewport: { width: 1280, height: 1000 },
              provider: playwright({
                launchOptions: { executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] },
                contextOptions: { viewport: { width: 1400, height: 1200 } },
              }),
              instances: [{ browser: 'chromium' as const }],
            },
          },
        },
        {
          test: {
            ...common,
            name: 'browser',
            sequence: { groupOrder: 0 },
            include: ['page/specs/browser/**/*.spec.ts'],
            provide: { executablePath },
          },
        },
      ],
    },
  };
});

// Promises all of a file of images, and gives its beginning.
function breakingOff(handler: ReturnType<typeof handlerOf>): ReturnType<typeof handlerOf> {
  return (request, response) => {
    if (!request.url?.includes('images/')) handler(request, response);
    else {
      response.writeHead(200, { 'content-length': 1_000_000 });
      response.write(Buffer.alloc(100_000), () => response.destroy());
    }
  };
}

// As many hosts do: the length that it tells is that of what it sends.
function compressing(site: Site): ReturnType<typeof handlerOf> {
  const plain = handlerOf(site);
  return async (request, response) => {
    const path = request.url?.slice(1) ?? '';
    const read = path === 'index.html' ? undefined : site.get(path);
    if (!read) return plain(request, response);
    const bytes = gzipSync(await read(), { level: 1 });
    response.writeHead(200, {
      'content-encoding': 'gzip',
      'content-length': bytes.length,
      'content-type': path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream',
    });
    response.end(bytes);
  };
}

// Beside the specs, from the same place, so that they can reach into the page.
function sites(): Plugin {
  return {
    name: 'sites',
    configureServer: async ({ middlewares }) => {
      const site = await siteOf();
      for (const [name, each] of [['whole', site] as const, ...(await brokenSites(site))]) {
        middlewares.use(`/sites/${name}`, handlerOf(each));
      }
      middlewares.use('/sites/broken-download', breakingOff(handlerOf(site)));
      middlewares.use('/sites/compressed', compressing(site));
    },
  };
}

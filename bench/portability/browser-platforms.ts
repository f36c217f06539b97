/** The three browser engines, each started without a window, on a profile that is gone afterwards. */
import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  findChromium,
  findExecutable,
  INSTALL_CHROMIUM,
  isExecutable,
} from '../../src/files/find-executable.ts';
import { askBrowser } from './ask-browser.ts';
import type { Platform } from './platform.ts';

/** How a browser is started. */
export interface Launch {
  /** The command, without the page's address. */
  readonly command: readonly string[];
  /** What prints its version. */
  readonly versionCommand: readonly string[];
  /** Readies a profile's folder, which is empty, and gives the arguments that name it. */
  readonly profile: (folder: string) => Promise<readonly string[]>;
}

interface Browser {
  readonly name: string;
  /** How to come by it: Debian's packages. */
  readonly install: string;
  readonly find: () => Promise<Launch | undefined>;
}

// No sandbox, since containers often refuse it and the page is our own; nothing fetched that is not the page's.
const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-proxy-server',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
] as const;

// The same for Firefox, as its preferences.
const FIREFOX_PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.type': 0,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
} as const;

const browsers: readonly Browser[] = [
  {
    name: 'Chromium',
    install: INSTALL_CHROMIUM,
    find: async () => {
      const path = await findChromium();
      return path === undefined
        ? undefined
        : {
            command: [path, ...CHROMIUM_FLAGS],
            versionCommand: [path, '--version'],
            profile: async (folder) => [`--user-data-dir=${folder}`],
          };
    },
  },
  {
    name: 'Firefox',
    install: '`apt-get install firefox-esr` installs it',
    find: async () => {
      const path = await findExecutable('firefox-esr', 'firefox');
      return path === undefined
        ? undefined
        : {
            command: [path, '--headless', '--no-remote'],
            versionCommand: [path, '--version'],
            profile: async (folder) => {
              const lines = Object.entries(FIREFOX_PREFERENCES).map(
                ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
              );
              await writeFile(join(folder, 'user.js'), lines.join(''));
              return ['--profile', folder];
            },
          };
    },
  },
  {
    name: 'WebKit',
    install: '`apt-get install webkit2gtk-driver xvfb dbus-x11` installs it',
    find: async () => {
      const [display, bus] = [await findExecutable('xvfb-run'), await findExecutable('dbus-run-session')];
      const path = await findMiniBrowser('/usr/lib');
      return !path || !display || !bus
        ? undefined
        : {
            command: [display, '-a', bus, path],
            versionCommand: [display, '-a', path, '--version'],
            profile: async () => [], // its folders are given by the environment
          };
    },
  },
];

/** Lists them. */
export function browserPlatforms(): readonly Platform[] {
  return browsers.map(({ name, install, find }) => ({
    name,
    ask: async (question) => {
      const launch = await find();
      if (!launch) return { kind: 'absent', install };
      const version = await versionOf(launch);
      try {
        return { kind: 'computed', version, answer: await askBrowser(launch, question) };
      } catch (error) {
        return { kind: 'failed', reason: error instanceof Error ? error.message : `${error}` };
      }
    },
  }));
}

async function versionOf({ versionCommand: [file = '', ...args] }: Launch): Promise<string> {
  const { stdout } = await promisify(execFile)(file, args);
  return /^.*?\d+(\.\d+)+\w*/m.exec(stdout)?.[0] ?? 'version unknown';
}

// WebKitGTK's own browser lies in a folder named after processor and interface, and in no PATH.
async function findMiniBrowser(root: string): Promise<string | undefined> {
  const within = async (folder: string) => {
    const names = await readdir(folder).catch(() => []);
    return names.map((name) => join(folder, name));
  };
  for (const triplet of (await within(root)).filter((path) => path.includes('-linux-gnu'))) {
    for (const folder of (await within(triplet)).filter((path) => path.includes('/webkit2gtk-4.'))) {
      const path = join(folder, 'MiniBrowser');
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}

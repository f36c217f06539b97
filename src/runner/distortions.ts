/** What makes a test run say other than this code would: settings that ease its checks, or let other code take part. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject, Vitest } from 'vitest/node';
import { ReportersMap } from 'vitest/node';
import { ISOLATED } from './software-projects.ts';

/** Options of Node's by which other code is there before ours. */
const PRELOADING = /(^|\s)(-r|--(import|require|loader|experimental-loader))\b/;

/**
 * Lists them, a sentence each.
 *
 * @param root - the project's folder
 * @param projects - those that take part
 * @param node - what Node itself was told, by arguments and `NODE_OPTIONS`
 */
export function distortions(
  { config, vite }: Pick<Vitest, 'config' | 'vite'>,
  root: string,
  projects: readonly Pick<TestProject, 'name' | 'config'>[],
  node: string,
): readonly string[] {
  const configFile = vite?.config.configFile;
  const own = join(realpathSync(root), 'vitest.config.ts');
  const reporters = config.reporters?.flatMap((each) => (Array.isArray(each) ? [each[0]] : [])) ?? [];
  const foreign = reporters.filter((name) => !(name in ReportersMap));
  return [
    ...(process.env.FC_PATH ? ['FC_PATH replays one case of a property and leaves out all others'] : []),
    ...(config.snapshotOptions?.updateSnapshot === 'all'
      ? ['-u rewrites what reviewed texts and figures are compared with']
      : []),
    ...(projects.some(({ name, config: its }) => name === ISOLATED && its?.isolate === false)
      ? ['--no-isolate lets spec files that replace modules reach each other']
      : []),
    ...(realpathSync(config.root) === realpathSync(root) ? [] : [`specs were taken from ${config.root}`]),
    ...(configFile && realpathSync(configFile) !== own ? [`--config took ${configFile}`] : []),
    ...(config.experimental?.fsModuleCache ? ['--experimental.fsModuleCache runs what a cache holds'] : []),
    ...foreign.map((name) => `--reporter=${name} is none of Vitest’s own, and may change what it is told`),
    ...(PRELOADING.test(node) ? [`Node was told to load other code first: ${node.trim()}`] : []),
  ];
}

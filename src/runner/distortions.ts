/** What makes a test run say other than this code would: settings that ease its checks, or let other code take part. */
import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject, Vitest } from 'vitest/node';
import { ReportersMap } from 'vitest/node';
import { codeState } from './code-digest.ts';
import { ISOLATED } from './software-projects.ts';

/** Options of Node's that load nothing; any other may have other code there before ours. */
const HARMLESS = new RegExp(
  `^(--(max-(old|semi)-space-size|(no-)?(warnings|deprecation)|disable-warning|trace-[a-z-]+|stack-trace-limit|enable-source-maps|` +
    'expose-gc|(no-)?experimental-strip-types|experimental-vm-modules|no-network-family-autoselection|inspect(-brk|-wait)?|unhandled-rejections|dns-result-order|use-(system|openssl|bundled)-ca|openssl-legacy-provider)(=[\\w:.-]*)?|\\d+)$',
);

/** Variables by which tools of ours load other binaries or modules. */
const REPLACING = [
  'ESBUILD_BINARY_PATH',
  'NAPI_RS_NATIVE_LIBRARY_PATH',
  'TSX_TSCONFIG_PATH',
  'VP_RUN_NODE_CLIENT_PATH',
];

// Links followed where there are any, as Node follows them.
function resolved(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** What Node was told, by arguments and `NODE_OPTIONS`, but for what this project's own commands in TypeScript tell it. */
export function toldToNode(root: string): string {
  const own = resolved(join(root, 'node_modules', 'tsx', 'dist'));
  const { execArgv, env } = process;
  const others = execArgv.filter((argument, index) => {
    const value = (/^--(import|require)$/.test(argument) ? execArgv[index + 1] : argument) ?? '';
    return !resolved(value.startsWith('file:') ? fileURLToPath(value) : value).startsWith(own + sep);
  });
  return [...others, env.NODE_OPTIONS ?? ''].join(' ').trim();
}

/**
 * Sees to it that a command of ours runs this project's code and no other, as far as that can be seen beforehand.
 *
 * @param command - what is not done otherwise
 * @returns the digest of the code
 * @throws Error if other code may take part
 */
export function requireOwnCode(root: string, command: string): string {
  const [distortion] = surroundingDistortions(toldToNode(root));
  if (distortion) throw new Error(`${command} did nothing: ${distortion}`);
  return codeState(root).digest;
}

/** Options of Vitest's that name a module to load. */
function takenIn({ coverage, experimental }: Vitest['config']): readonly string[] {
  const { vcsProvider = 'git', openTelemetry } = experimental ?? {};
  return [
    ...(coverage?.provider === 'custom' ? ['--coverage.provider=custom'] : []),
    ...(vcsProvider === 'git' ? [] : ['--experimental.vcsProvider']),
    ...(openTelemetry?.sdkPath ? ['--experimental.openTelemetry.sdkPath'] : []),
  ];
}

/**
 * Lists what makes a test run say other than this code would, a sentence each.
 *
 * @param projects - those that take part
 * @param node - as {@link toldToNode} gives it
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
    ...takenIn(config).map((option) => `${option} takes in other code`),
    ...surroundingDistortions(node),
  ];
}

/** The distortions that are there before Vitest is: by the environment, and by what Node was told. */
export function surroundingDistortions(node: string): readonly string[] {
  const { env } = process;
  return [
    ...(env.FC_PATH ? ['FC_PATH replays one case of a property and leaves out all others'] : []),
    ...(env.NODE_COMPILE_CACHE ? ['NODE_COMPILE_CACHE runs what a cache holds: unset it'] : []),
    ...(node.split(/\s+/).some((option) => option !== '' && !HARMLESS.test(option.replaceAll('_', '-')))
      ? [`Node was told what may load other code first: ${node}`]
      : []),
    ...REPLACING.filter((name) => env[name]).map((name) => `${name} puts other code in place`),
  ];
}

/**
 * `npm run engine:tensorflow`: gives @tensorflow/tfjs-node-gpu its native half, from an installed TensorFlow wheel, and
 * proves it by a training step. Nothing is downloaded but the package itself, by npm.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { npmCommand } from '../../src/dataset/npm-package.ts';
import { parseOptions } from '../../src/runner/parse-options.ts';
import { runCommand } from '../../src/runner/run-command.ts';
import { LINKS, requireNode, requireWheel, type Wheel } from './wheel.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HOME = fileURLToPath(new URL('.', import.meta.url));
const PACKAGES = join(HOME, 'node_modules', '@tensorflow');
const FOLDER = join(PACKAGES, 'tfjs-node-gpu');
const PROOF = fileURLToPath(new URL('./prove.ts', import.meta.url));

// Asked of Python, which knows where it keeps its packages, without loading TensorFlow.
const QUESTION = `
import importlib.metadata as m, importlib.util as u, json, os
s = u.find_spec('tensorflow')
names = [d.metadata['Name'] for d in m.distributions() if d.metadata['Name'] in ('tensorflow', 'tensorflow-cpu', 'tensorflow_cpu')]
print(json.dumps({'folder': os.path.dirname(s.origin) if s and s.origin else '', 'name': names[0] if names else '', 'version': m.version(names[0]) if names else ''}))
`;

async function findWheel(python: string): Promise<Wheel> {
  const { stdout } = await promisify(execFile)(python, ['-c', QUESTION]).catch((error: Error) => {
    throw new Error(
      `engine:tensorflow asks ${python} where TensorFlow is, and it does not answer (${error.message.split('\n')[0]}). ` +
        'Install Python 3 and "pip install tensorflow-cpu", or name another by --python <path> or PYTHON',
    );
  });
  return JSON.parse(stdout) as Wheel;
}

/** Starts a program in sight of the user. @throws Error if it does not end well */
async function run(
  file: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; shell?: boolean },
): Promise<void> {
  const child = spawn(file, args, { stdio: 'inherit', ...options });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${code}`);
}

async function link({ folder }: Wheel): Promise<void> {
  await rm(join(FOLDER, 'deps'), { recursive: true, force: true });
  for (const [name, target] of LINKS) {
    const path = join(FOLDER, 'deps', name);
    await mkdir(dirname(path), { recursive: true });
    await symlink(join(folder, target), path);
  }
}

async function build(): Promise<void> {
  // The headers of this very Node, where it was installed with them; else node-gyp fetches them.
  const nodedir = dirname(dirname(process.execPath));
  const own = existsSync(join(nodedir, 'include', 'node', 'node.h'));
  const env = { ...process.env, ...(own && { npm_config_nodedir: nodedir }) };
  const builder = createRequire(join(FOLDER, 'package.json')).resolve(
    '@mapbox/node-pre-gyp/bin/node-pre-gyp',
  );
  const args = [builder, 'install', '--build-from-source'];
  await run(process.execPath, args, { cwd: FOLDER, env }).catch((error: Error) => {
    throw new Error(
      `${error.message}: the addon is built by Python 3, make and a C++ compiler; are they there?`,
    );
  });
}

function pythonOf(args: readonly string[]): string {
  return parseOptions(args, { python: { type: 'string' } }).python ?? process.env.PYTHON ?? 'python3';
}

async function install(python: string): Promise<void> {
  requireNode(process.versions.node);
  const wheel = requireWheel(await findWheel(python));
  console.log(` ${wheel.name} ${wheel.version}, in ${wheel.folder}`);
  const npm = npmCommand(process.env);
  const ci = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run(npm.file, [...npm.args, ...ci], { cwd: HOME, shell: npm.shell ?? false });
  // So that it takes the project's own core, and registers its kernels there.
  await rm(join(PACKAGES, 'tfjs-core'), { recursive: true, force: true });
  await link(wheel);
  await build();
  await run(process.execPath, ['--import', 'tsx', PROOF], { cwd: ROOT });
}

await runCommand(() => pythonOf(process.argv.slice(2)), install);

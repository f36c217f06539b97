/** Whether a test run was whole: a verdict counts only where every part of the plan took part, and passed at once. */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { TestModule, Vitest } from 'vitest/node';
import type { Fingerprint } from '../records/fingerprint-schema.ts';
import { type CodeState, codeState } from './code-digest.ts';
import { distortions } from './distortions.ts';
import type { ScalePlan } from './plan.ts';
import { dealtTo } from './plan-order.ts';
import { isJudging, projectSpecs, specName } from './projects.ts';
import { SOFTWARE, softwareProject } from './software-projects.ts';

/** What a whole test run consists of. */
export interface Whole {
  /** Every spec file, as {@link expectedSpecs} lists it. */
  readonly specs: readonly string[];
  /** Projects in the plan’s order, by which shards are dealt theirs. */
  readonly order: readonly string[];
  /** Digest of the code that every part must have run. */
  readonly code: string;
  /** The code as it is now. */
  readonly codeNow: () => CodeState;
  /** Whether all that computes is still what it was under a fingerprint. */
  readonly isUnchanged: (before: Fingerprint) => Promise<boolean>;
  /** When this process began to load the code: milliseconds since 1970. */
  readonly startedAt: number;
  /** What Node itself was told, but for what our own commands tell it. */
  readonly node: string;
  /** The project's folder. */
  readonly root: string;
}

/**
 * Lists every spec file that a whole test run has, each as `project specs/…`. From the disk, and not from Vitest: what it
 * is told to exclude, it does not know of.
 */
export function expectedSpecs(root: string, plans: readonly ScalePlan[]): readonly string[] {
  const software = SOFTWARE.flatMap((folder) =>
    readdirSync(join(root, 'specs', folder), { recursive: true, encoding: 'utf8' })
      .map((path) => path.split(sep))
      .filter(
        (segments) => segments.at(-1)?.endsWith('.spec.ts') && !segments.some((name) => name.startsWith('.')),
      )
      .map((segments) => ['specs', folder, ...segments].join('/'))
      .map((path) => `${softwareProject(path)} ${path}`),
  );
  return [...software, ...plans.flatMap(projectSpecs)];
}

/**
 * Says what a test run, or its shards together, left out. Vitest runs whatever it is asked for and merges whatever blobs
 * it is given; a filter, a skipped test, a second try or a shard that never came would go unnoticed.
 *
 * @returns a sentence per fault, none if every spec file took part with every test
 */
export function absentParts(
  vitest: Vitest,
  modules: readonly TestModule[],
  { specs: expected, order, code, codeNow, startedAt, node, root }: Omit<Whole, 'isUnchanged'>,
): readonly string[] {
  const { config } = vitest;
  const merging = Boolean(config.mergeReports);
  // Shards do not judge.
  const whole = expected.filter((spec) => !merging || !isJudging(spec.split(' ')[0] ?? ''));
  const wanted = config.shard ? dealtTo(config.shard, expected, order) : whole;
  const present = modules
    .filter(({ children }) => [...children.allTests()].length > 0)
    .map(({ project, moduleId }) => specName(project.name, moduleId));
  const absent = wanted.filter((spec) => !present.includes(spec));
  const unknown = present.filter((spec) => !expected.includes(spec));
  const twice = present.filter((spec, index) => present.indexOf(spec) < index);
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const skipped = tests.filter((test) => test.result().state === 'skipped');
  const retried = tests.filter((test) => (test.diagnostic()?.retryCount ?? 0) > 0);
  const inverted = tests.filter((test) => test.options.fails);
  const foreign = modules.flatMap(({ children, moduleId }) => {
    const ran = [...children.allTests()].filter((test) => test.result().state !== 'skipped');
    return ran.some((test) => test.meta().code !== code) ? [moduleId] : [];
  });
  const why = merging
    ? 'is a shard’s blob missing, or did shards run in a checkout at another path than this one?'
    : 'a verdict needs all of them';
  const some = (what: string, [first, ...others]: readonly string[], more = '') =>
    first === undefined ? [] : [`${1 + others.length} ${what}, ${first} among them${more}`];
  const names = (what: string, those: readonly { readonly fullName: string }[]) =>
    some(
      `tests ${what}`,
      those.map(({ fullName }) => `"${fullName}"`),
    );
  return [
    ...some(`of ${wanted.length} spec files took no part`, absent, `: ${why}`),
    ...some('spec files that are none of this project’s took part', unknown, ': delete them'),
    ...some('spec files came twice', twice, ': delete the blobs of earlier test runs'),
    ...some(
      'spec files were run by other code than this, or with its checks eased',
      foreign,
      merging ? ': run every shard from this commit' : '',
    ),
    ...changes(codeNow(), code, startedAt),
    ...distortions(
      vitest,
      root,
      modules.map(({ project }) => project),
      node,
    ),
    ...names('were skipped', skipped),
    ...names('were tried again', retried),
    ...names('are expected to fail', inverted),
  ];
}

/** Reasons to doubt that it was this code, and nothing else, that computed, a sentence each. */
export function doubtsAbout(
  vitest: Vitest,
  { root, code, startedAt, node }: Pick<Whole, 'root' | 'code' | 'startedAt' | 'node'>,
): readonly string[] {
  return [...changes(codeState(root), code, startedAt), ...distortions(vitest, root, vitest.projects, node)];
}

/** A sentence unless the code is the one that was loaded, and was so all the while: not changed and changed back. */
export function changes(now: CodeState, loaded: string, startedAt: number): readonly string[] {
  if (now.digest === loaded && now.changedAt < startedAt) return [];
  const [changed, started] = [now.changedAt, startedAt].map((time) => new Date(time).toISOString());
  const ahead = now.changedAt > Date.now() ? ' by a clock that was ahead, so `touch` it' : '';
  const which = now.changedAt < startedAt ? 'a file went' : `${now.changed} at ${changed}${ahead}`;
  return [`the code was changed while this ran, since ${started}: ${which}`];
}

/** A sentence if packages that compute are no longer those that were planned with: the digest of the code leaves them out. */
export async function changedPackages(
  [plan]: readonly ScalePlan[], // all are planned under one fingerprint
  { isUnchanged }: Pick<Whole, 'isUnchanged'>,
): Promise<readonly string[]> {
  const same = !plan || (await isUnchanged(plan.store.fingerprint));
  return same ? [] : ['packages that compute were changed while this ran'];
}

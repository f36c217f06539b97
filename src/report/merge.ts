/** What merging shards needs beyond a plain test run: that no shard is missing, and that their records are kept. */
import type { TestModule, Vitest } from 'vitest/node';
import { writeStored } from '../records/store.ts';
import { JUDGING_PROJECT } from '../runner/costliest-first.ts';
import type { Session } from '../runner/session.ts';
import { type ModuleReport, namedMetas, type SessionResult } from './session-result.ts';

/**
 * Says what the shards together left out. Vitest merges whatever blobs it is given: a shard that never came would go
 * unnoticed.
 *
 * @returns a sentence per fault, none if every spec file took part and stored evidence was audited
 */
export async function absentFromShards(
  vitest: Vitest,
  modules: readonly TestModule[],
  { validRuns, obtained, audits }: SessionResult,
): Promise<readonly string[]> {
  const expected = (await vitest.globTestSpecifications())
    .filter(({ project }) => project.name !== JUDGING_PROJECT)
    .map(({ project, moduleId }) => specName(project.name, moduleId));
  const present = new Set(modules.map(({ project, moduleId }) => specName(project.name, moduleId)));
  const absent = expected.filter((name) => !present.has(name));
  const unaudited = validRuns > obtained.size && audits.length === 0;
  return [
    ...(absent.length > 0
      ? [
          `${absent.length} of ${expected.length} spec files took part in no shard, ${absent[0]} among them: is a shard's blob missing, or did shards run in a checkout at another path than this one?`,
        ]
      : []),
    ...(unaudited ? ['no shard audited a stored run: give all shards the same AUDIT_SEED'] : []),
  ];
}

/** Stores the records that the shards computed, so that the merged findings can be traced to them here too. */
export async function storeMerged(
  { scale, store }: Session,
  modules: readonly ModuleReport[],
  { evidence }: SessionResult,
): Promise<void> {
  if (!evidence) return;
  for (const { name, texts, obtained } of namedMetas(modules.flatMap(({ metas }) => metas))) {
    if (obtained) await writeStored(store, { scale, name }, texts);
  }
}

// Shards may have run in checkouts of other folders: a spec file is known by its path below `specs`.
function specName(project: string, moduleId: string): string {
  return `${project} ${moduleId.slice(moduleId.lastIndexOf('/specs/') + 1)}`;
}

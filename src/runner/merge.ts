/** What merging shards needs beyond a plain test run: that their records are kept, and that one of them audited. */
import { PROBE_NAME } from '../records/probe-record.ts';
import { writeStored } from '../records/store.ts';
import { runName } from '../study.ts';
import { roleIn } from './projects.ts';
import type { ModuleReport, ScaleResult } from './scale-result.ts';

/** A sentence if shards leaned on stored records and none of them trained one again; else none. */
export function unauditedShards({ plan, validRuns, obtained, audits }: ScaleResult): readonly string[] {
  const computed = [...obtained.keys()].filter((name) => name !== PROBE_NAME);
  const leaned = plan.trains && validRuns > computed.length;
  return leaned && audits.length === 0
    ? ['no shard audited a stored run: give all shards the same AUDIT_SEED']
    : [];
}

/** Stores the records that the shards computed, or that this checkout lacks, so that the merged findings can be traced to them here too. */
export async function storeMerged(
  { plan, evidence }: ScaleResult,
  modules: readonly ModuleReport[],
): Promise<void> {
  if (!evidence) return;
  const own = modules.filter(({ project }) => roleIn(plan, project)); // runs have the same names at every scale
  for (const { record } of own.flatMap(({ metas }) => metas)) {
    const here = plan.records.find(({ name }) => name === record?.name);
    if (record && (record.obtained || here?.reason !== ''))
      await writeStored(plan.store, { scale: plan.scale, name: record.name }, record.texts);
  }
}

/**
 * A sentence if a record was leaned on that no spot check looked at, or that was another when it was looked at: where
 * shards see different stores, those that were dealt the checks may have had nothing to check.
 */
export function uncheckedRecords({ plan, obtained, evidence, spotChecks }: ScaleResult): readonly string[] {
  if (!evidence) return [];
  const leanedOn = [
    ...evidence.records.map(({ run, digest }) => ({
      name: runName(run),
      digest,
      by: `weights of ${runName(run)}`,
    })),
    { name: PROBE_NAME, digest: evidence.probe.digest, by: 'probe of ' },
  ].filter(({ name }) => !obtained.has(name));
  const unchecked = leanedOn.filter(
    (record) =>
      !spotChecks.some(({ what, digest }) => digest === record.digest && what.startsWith(record.by)),
  );
  return unchecked.length > 0
    ? [
        `${unchecked.length} stored records of ${plan.study}, ${plan.scale} were checked by nobody, ${unchecked[0]?.name} among them`,
      ]
    : [];
}

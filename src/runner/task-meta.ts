/** What specs hand to the reporter through Vitest's `task.meta`, and what the configuration hands to specs. */
import type { Verdict } from '../judging/verdict.ts';
import type { AttestedRecord } from '../records/attestation.ts';
import type { Obtained } from '../records/ensure-record.ts';
import type { Store, StoredFiles } from '../records/store.ts';
import type { Design, Run } from '../study.ts';
import type { PendingRecord } from './carry-plan.ts';
import type { ScalePlan } from './plan.ts';
import type { SpotChecks } from './spot-check-plan.ts';

/** A record's evidence, and how it came about in this invocation. */
export interface RecordMeta {
  /** Within its scale: a run's, or the probe's. */
  readonly name: string;
  /** Its files as they are stored, so that a merge of shards can check and store them again. */
  readonly texts: StoredFiles;
  /** Undefined if the record was stored already. */
  readonly obtained: Obtained | undefined;
}

/** What came of training a stored run again. */
export interface AuditMeta {
  readonly run: string;
  readonly equal: boolean;
}

/** Part of a record that was computed again, and came out as recorded. */
export interface SpotCheckMeta {
  /** Such as `weights of relu-depth-1-seed-1`. */
  readonly what: string;
  /** Of the record. */
  readonly digest: string;
}

declare module '@vitest/runner' {
  interface TaskMeta {
    /** Digest of the code that ran the test. */
    code?: string;
    record?: RecordMeta;
    audit?: AuditMeta;
    verdict?: Verdict;
    attested?: AttestedRecord;
    spotCheck?: SpotCheckMeta;
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    code: string;
    plan: ScalePlan;
    /** Of the plan's study. Not the whole study: loading its hypotheses and prose would take each run longer than its record. */
    design: Design;
    run: Run;
    spotChecks: SpotChecks;
    carry: { readonly study: string; readonly store: Store; readonly job: PendingRecord };
  }
}

/** What specs hand to the reporter through Vitest's `task.meta`, and what the configuration hands to specs. */
import type { Verdict } from '../hypotheses/verdict.ts';
import type { ProbeRecord } from '../records/probe-record.ts';
import type { RunRecord } from '../records/run-record.ts';
import type { Session } from '../runner/session.ts';
import type { Run } from '../study.ts';

/** How a run's evidence came about in this invocation. */
export interface RunMeta {
  readonly record: RunRecord;
  readonly provider: 'stored' | 'trained';
  /** Why it was trained. */
  readonly reason?: string;
}

/** What came of training a stored run again. */
export interface AuditMeta {
  readonly run: string;
  readonly equal: boolean;
}

declare module '@vitest/runner' {
  interface TaskMeta {
    run?: RunMeta;
    probe?: ProbeRecord;
    audit?: AuditMeta;
    verdict?: Verdict;
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    session: Session;
    run: Run;
  }
}

/** Vitest's side of a carry: writes the attestations once every record came out the same, and never before. */
import { join, relative } from 'node:path';
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node';
import { writeAtomically } from '../files/write-atomically.ts';
import { ATTESTATION_FILE, type AttestedRecord, attestationText } from '../records/attestation.ts';
import { requireUnchanged } from '../records/fingerprint.ts';
import { type CarryPlan, carryName } from './carry-plan.ts';
import { doubtsAbout, type Whole } from './completeness.ts';
import { exitCodes } from './conclusion.ts';
import './task-meta.ts';

export class CarryReporter implements Reporter {
  private readonly plans: readonly CarryPlan[];
  private vitest: Vitest | undefined;
  private readonly loaded: Pick<Whole, 'root' | 'code' | 'startedAt' | 'node'>;

  /** @param loaded - the code that recomputes, as it was when this process loaded it */
  constructor(plans: readonly CarryPlan[], loaded: Pick<Whole, 'root' | 'code' | 'startedAt' | 'node'>) {
    this.plans = plans;
    this.loaded = loaded;
  }

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  // One record that differs decides it: what else is under way ends, and nothing more starts.
  onTestCaseResult(test: TestCase): void {
    // Not awaited: the run ends only once its reporters have answered.
    if (test.result().state === 'failed') void this.vitest?.cancelCurrentRun('test-failure');
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly unknown[],
    reason: TestRunEndReason,
  ): Promise<void> {
    const pending = this.plans.flatMap((plan) => plan.pending.map((job) => ({ study: plan.study, ...job })));
    const attested = modules.flatMap((module) =>
      // Not one that came out the same at a second try.
      [...module.children.allTests()].flatMap((test) =>
        test.ok() && !test.diagnostic()?.retryCount ? (test.meta().attested ?? []) : [],
      ),
    );
    const lacking = pending.filter(({ digest }) => !attested.some((entry) => entry.digest === digest));
    const log = (text: string) => this.vitest?.logger.log(`\n ${text}`);
    if (this.vitest?.config.mergeReports || this.vitest?.config.shard) {
      log('Nothing is carried: a carry is done at once, by one checkout; shards and merges attest nothing.');
      process.exitCode = exitCodes.usage;
      return;
    }
    if (lacking.length > 0 || errors.length > 0 || reason === 'interrupted') {
      const different = modules.find((module) => module.state() === 'failed')?.project.name;
      const [first] = lacking;
      const name = different ?? (first && carryName(first.study, first));
      log(
        `Nothing is carried: ${lacking.length} of ${pending.length} records did not come out the same, or were not ` +
          `recomputed, ${name} among them. Train them again, or take the change back.`,
      );
      process.exitCode = exitCodes.evidence;
      return;
    }
    const doubts = this.vitest ? await this.doubts(this.vitest) : [];
    if (doubts.length > 0) {
      log(`Nothing is carried: ${doubts.join('; ')}.`);
      process.exitCode = exitCodes.evidence;
      return;
    }
    const written = await Promise.all(this.plans.map((plan) => attest(plan, attested)));
    log(
      `${attested.length} records came out the same under this code and are carried; commit ${written.flat().join(', ')}.`,
    );
    process.exitCode = 0;
  }

  /** Reasons to doubt that it was the code as it stands that recomputed. */
  private async doubts(vitest: Vitest): Promise<readonly string[]> {
    const [first] = this.plans; // all are planned under one fingerprint
    const changed = await Promise.resolve(first && requireUnchanged(first.store.fingerprint)).then(
      () => [],
      ({ message }: Error) => [message],
    );
    return [...changed, ...doubtsAbout(vitest, this.loaded)];
  }
}

/** @returns the file that was written, if the study had anything to carry */
async function attest(
  { store, pending, settled }: CarryPlan,
  attested: readonly AttestedRecord[],
): Promise<readonly string[]> {
  if (pending.length === 0) return [];
  const own = attested.filter(({ digest }) => pending.some((job) => job.digest === digest));
  const date = new Date().toISOString().slice(0, 10);
  const path = join(store.folder, ATTESTATION_FILE);
  await writeAtomically(path, attestationText(store.fingerprint, [...settled, ...own], date));
  return [relative(process.cwd(), path)];
}

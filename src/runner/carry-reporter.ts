/** Vitest's side of a carry: writes the attestation once every record came out the same, and never before. */
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node';
import { writeAtomically } from '../files/write-atomically.ts';
import type { AttestedRecord } from '../records/attestation.ts';
import { attestationText } from '../records/attestation.ts';
import { attestationPath, type CarryPlan } from './carry-plan.ts';
import { exitCodes } from './conclusion.ts';
import './task-meta.ts';

export class CarryReporter implements Reporter {
  private readonly plan: CarryPlan;
  private vitest: Vitest | undefined;

  constructor(plan: CarryPlan) {
    this.plan = plan;
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
    _errors: readonly unknown[],
    reason: TestRunEndReason,
  ): Promise<void> {
    const { pending, settled, store } = this.plan;
    const attested = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) => (test.ok() ? (test.meta().attested ?? []) : [])),
    );
    const lacking = pending.filter(({ digest }) => !attested.some((entry) => entry.digest === digest));
    const log = (text: string) => this.vitest?.logger.log(`\n ${text}`);
    if (lacking.length > 0 || reason === 'interrupted') {
      const different = modules.find((module) => module.state() === 'failed')?.project.name;
      const name = different ?? `${lacking[0]?.scale}-${lacking[0]?.name}`;
      log(
        `Nothing is carried: ${lacking.length} of ${pending.length} records did not come out the same, or were not ` +
          `recomputed, ${name} among them. Train them again, or take the change back.`,
      );
      process.exitCode = exitCodes.evidence;
      return;
    }
    const records: readonly AttestedRecord[] = [...settled, ...attested];
    const date = new Date().toISOString().slice(0, 10);
    await writeAtomically(
      attestationPath(store),
      Buffer.from(attestationText(store.fingerprint, records, date)),
    );
    log(
      `${attested.length} records came out the same under this code and are carried; commit runs/carried.json.`,
    );
  }
}

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hypotheses } from '../../../src/hypotheses/hypotheses.ts';
import { judge } from '../../../src/hypotheses/verdict.ts';
import { type SessionResult, summary } from '../../../src/report/summary.ts';
import type { RunMeta } from '../../../src/report/task-meta.ts';
import type { Session } from '../../../src/runner/session.ts';
import { syntheticFingerprint } from '../../support/synthetic-evidence.ts';
import { evidenceFor } from './planted-report.ts';

const evidence = evidenceFor('supported');
const runs = evidence.records.map((record, index): RunMeta => {
  return { record, provider: index < 4 ? 'trained' : 'stored' };
});
const session: Session = {
  scale: 'quick',
  engine: 'wasm',
  store: { folder: '/reports', fingerprint: syntheticFingerprint },
  checkpointFolder: '/checkpoints',
  pending: [],
  audit: undefined,
};
const nothing: SessionResult = { runs: [], probe: undefined, audits: [], verdicts: [] };
const said = (result: Partial<SessionResult>, written?: string) =>
  summary(session, { ...nothing, ...result }, written);

describe('summary', () => {
  it('states the claim and counts the evidence, and how much of it is new', () => {
    const text = said({ runs });
    expect(text).toContain('Claim: As a CIFAR-10 CNN gets deeper');
    expect(text).toContain('Evidence: 30 of 30 quick runs on wasm, 4 of them trained now.');
  });

  it('says that an audit came out the same', () => {
    const audits = [{ run: 'relu-depth-1-seed-1', equal: true }];
    expect(said({ audits })).toContain(
      'relu-depth-1-seed-1 was trained again; its record came out byte for byte the same',
    );
  });

  it('shouts when an audit came out different', () => {
    const text = said({ audits: [{ run: 'relu-depth-1-seed-1', equal: false }] });
    expect(text).toContain('relu-depth-1-seed-1 was trained again; its record CAME OUT DIFFERENT.');
    expect(text).not.toContain('the same');
  });

  it('says where the findings are, or that and why they were not written', () => {
    expect(said({}, join(process.cwd(), 'reports', 'findings.md'))).toContain(
      'Findings: reports/findings.md',
    );
    expect(said({})).toContain('Findings: not written, because');
  });

  it('gives each verdict a line, with its outcome first and the gate marked', () => {
    const verdicts = hypotheses.map((hypothesis) => judge(hypothesis, evidence));
    const text = said({ verdicts });
    for (const { id, outcome } of verdicts) {
      expect(text).toContain(`${id}${id === 'H1' ? ' (gate)' : ''} ${outcome.toUpperCase()}: `);
    }
  });

  it('says nothing of verdicts when none was made: no verdict never reads as a pass', () => {
    expect(said({ runs })).not.toMatch(/SUPPORTED|REFUTED|INCONCLUSIVE/);
  });
});

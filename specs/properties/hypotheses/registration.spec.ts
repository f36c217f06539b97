import { afterEach, describe, expect, it, vi } from 'vitest';
import { registration, registrationDigest, requireRegistered } from '../../../src/hypotheses/registration.ts';

describe('requireRegistered', () => {
  it('accepts the study and the rules as they stand: no change was made silently', async () => {
    expect(() => requireRegistered()).not.toThrow();
    // Loaded anew, so that the study and the rules in force while a mutant is on trial are digested.
    vi.resetModules();
    const loaded = await import('../../../src/hypotheses/registration.ts');
    expect(loaded.requireRegistered).not.toThrow();
    expect(loaded.registration).toMatchObject({ date: '2026-11-24', digest: loaded.registrationDigest() });
  });

  it('cannot be satisfied by changing a number at run time: the study is frozen through and through', async () => {
    vi.resetModules();
    const loaded = await import('../../../src/study.ts');
    const parts: unknown[] = [loaded.study];
    for (const part of parts) {
      expect(Object.isFrozen(part)).toBe(true);
      if (typeof part === 'object' && part !== null)
        parts.push(...Object.values(part).filter((v) => typeof v === 'object'));
    }
    expect(parts.length).toBeGreaterThan(10);
  });

  it('holds dates in order, and a reason for every amendment', () => {
    const dates = [registration.date, ...registration.amendments.map(({ date }) => date)];
    expect(dates).toEqual([...dates].sort());
    for (const { reason, before, after } of registration.amendments) {
      expect(Math.min(reason.length, before.length, after.length)).toBeGreaterThan(0);
    }
    expect(registrationDigest()).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('requireRegistered, of a study in which one number was changed', () => {
  const STUDY = '../../../src/study.ts';
  afterEach(() => {
    vi.doUnmock(STUDY);
    vi.resetModules();
  });

  /** The registration as it is when the source says α = .06, in modules of its own. */
  async function withOtherAlpha() {
    vi.resetModules();
    vi.doMock(STUDY, async (importOriginal) => {
      const actual = await importOriginal<typeof import('../../../src/study.ts')>();
      const changed = { ...actual.study, analysis: { ...actual.study.analysis, alpha: 0.06 } };
      return { ...actual, study: changed };
    });
    const changed = await import('../../../src/hypotheses/registration.ts');
    const amend = (...digests: readonly string[]) => {
      const amendments = digests.map((digest) => {
        return { date: '2027-01-01', digest, before: 'α = .05', after: 'α = .06', reason: 'planted' };
      });
      Object.assign(changed.registration, { amendments });
    };
    return { ...changed, amend };
  }

  it('names both digests, and what to write where', async () => {
    const changed = await withOtherAlpha();
    const digest = changed.registrationDigest();
    expect(digest).not.toBe(registrationDigest());
    expect(changed.requireRegistered).toThrow(
      `its digest is ${digest}, registered is ${registration.digest}. Take the change back, or add an amendment ` +
        'with this digest, the date and the reason to src/hypotheses/registration.ts',
    );
  });

  it('accepts it once the latest amendment says so, and no earlier one', async () => {
    const changed = await withOtherAlpha();
    const [digest, other] = [changed.registrationDigest(), 'e'.repeat(64)];
    for (const accepted of [[digest], [other, digest], [other, other, digest]]) {
      changed.amend(...accepted);
      expect(changed.requireRegistered).not.toThrow();
    }
    for (const refused of [[other], [digest, other], [other, digest, other]]) {
      changed.amend(...refused);
      expect(changed.requireRegistered).toThrow(`registered is ${other}`);
    }
  });
});

import { describe, expect, it, vi } from 'vitest';
import { registration } from '../../support/this-study.ts';

describe('the design', () => {
  it('is frozen through and through: no number of it can be changed at run time', async () => {
    vi.resetModules();
    const loaded = await import('../../../src/studies/relu-versus-sigmoid/design.ts');
    const parts: unknown[] = [loaded.design];
    for (const part of parts) {
      expect(Object.isFrozen(part)).toBe(true);
      if (typeof part === 'object' && part !== null)
        parts.push(...Object.values(part).filter((v) => typeof v === 'object'));
    }
    expect(parts.length).toBeGreaterThan(10);
  });
});

describe('registration', () => {
  it('holds dates in order, digests that differ, and for every change what was, what is and why', () => {
    const { amendments, date, digest } = registration;
    const dates = [date, ...amendments.map((amendment) => amendment.date)];
    expect(dates).toEqual([...dates].sort());
    const digests = [digest, ...amendments.map((amendment) => amendment.digest)];
    for (const each of digests) expect(each).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(digests).size).toBe(digests.length);
    for (const { seen, changes } of amendments) {
      expect(seen).toMatch(/^[A-Z`].*\.$/s);
      expect(changes.length).toBeGreaterThan(0);
      for (const { before, after, reason } of changes) {
        for (const sentence of [before, after, reason]) expect(sentence).toMatch(/^[A-Z0-9`].*\.$/s);
      }
    }
  });

  // The first digest is history: nothing gives it today, and nobody may make it fit.
  it('keeps the digest of the first registration', () => {
    expect(registration).toMatchObject({
      date: '2026-11-24',
      digest: 'f61b322fc1838100b02b96033b10b6cf5900560a56df7680f69962eeb5867355',
    });
  });

  it('was amended before any record of paper scale', () => {
    const [first] = registration.amendments;
    expect(first!.seen).toMatch(/No record of `paper` scale\.$/);
  });
});

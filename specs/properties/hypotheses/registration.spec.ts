import { describe, expect, it } from 'vitest';
import { registration, registrationDigest, requireRegistered } from '../../../src/hypotheses/registration.ts';
import { study } from '../../../src/study.ts';

describe('requireRegistered', () => {
  it('accepts the study and the rules as they stand: no change was made silently', () => {
    expect(() => requireRegistered()).not.toThrow();
  });

  it('cannot be satisfied by changing a number at run time: the study is frozen through and through', () => {
    const parts: unknown[] = [study];
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

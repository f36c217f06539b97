/** The registration: which design and rules were fixed before results, and every change since. */
import { createHash } from 'node:crypto';
import { study } from '../study.ts';
import { hypotheses } from './hypotheses.ts';

/** A later change of the registered design, with its reason, old and new side by side. */
export interface Amendment {
  /** ISO 8601 date. */
  readonly date: string;
  /** What {@link registrationDigest} gives after the change. */
  readonly digest: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

export interface Registration {
  /** ISO 8601 date. */
  readonly date: string;
  /** What {@link registrationDigest} gave on that date. */
  readonly digest: string;
  readonly amendments: readonly Amendment[];
}

export const registration: Registration = {
  date: '2026-11-24',
  digest: 'f61b322fc1838100b02b96033b10b6cf5900560a56df7680f69962eeb5867355',
  amendments: [],
};

/** The SHA-256, hexadecimal, of the whole design and of every hypothesis's claim, rule and gate. */
export function registrationDigest(): string {
  const rules = hypotheses.map(({ id, claim, rule, gate }) => ({ id, claim, rule, gate }));
  return createHash('sha256').update(JSON.stringify({ study, rules })).digest('hex');
}

/**
 * Sees to it that the design is the registered one, or an amended one that says so.
 *
 * @throws Error if a change was made silently, with what to write where
 */
export function requireRegistered(): void {
  const expected = registration.amendments.at(-1)?.digest ?? registration.digest;
  const actual = registrationDigest();
  if (actual === expected) return;
  throw new Error(
    `The study or a rule is not the registered one: its digest is ${actual}, registered is ${expected}. Take the ` +
      'change back, or add an amendment with this digest, the date and the reason to src/hypotheses/registration.ts',
  );
}

/** The registration: which design and rules were fixed before results, and every change since. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { canonicalSource, packageDigests } from '../records/canonical-source.ts';
import type { Study } from '../study.ts';

/** One thing that an amendment changed. */
export interface Change {
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

/** A later change of the registered design. */
export interface Amendment {
  /** ISO 8601 date. */
  readonly date: string;
  /** What {@link registrationDigest} gives after the change. */
  readonly digest: string;
  /** Which results had been seen when it was written. */
  readonly seen: string;
  readonly changes: readonly Change[];
}

export interface Registration {
  /** ISO 8601 date. */
  readonly date: string;
  /** SHA-256 on that date, as {@link registrationDigest} says; of the first study, until its first amendment, over the design and the texts of the rules alone. */
  readonly digest: string;
  readonly amendments: readonly Amendment[];
}

/**
 * The SHA-256, hexadecimal, of all that judges: the design, every hypothesis with its texts and its rule, what reads
 * records for them, and the statistics that they call, in the form that `canonicalSource` gives them; and the package
 * that these take distributions from.
 */
export async function registrationDigest({ name }: Pick<Study, 'name'>): Promise<string> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const { text } = await canonicalSource(folder, ['./judge-all.ts', `../studies/${name}/hypotheses.ts`]);
  const digests = await packageDigests(folder, [], ['cephes']);
  return createHash('sha256').update(text).update(JSON.stringify(digests)).digest('hex');
}

/**
 * Sees to it that a study's design and rules are the registered ones, or amended ones that say so.
 *
 * @throws Error if a change was made silently, with what to write where
 */
export async function requireRegistered({ name, registration }: Study): Promise<void> {
  const expected = registration.amendments.at(-1)?.digest ?? registration.digest;
  const actual = await registrationDigest({ name });
  if (actual === expected) return;
  throw new Error(
    `The study ${name} or a rule is not the registered one: its digest is ${actual}, registered is ${expected}. Take the ` +
      `change back, or add an amendment with this digest, the date and the reason to src/studies/${name}/amendments.ts`,
  );
}

/** Damages real record files at random and counts how many are read as valid all the same. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RandomStream, stream } from '../../src/random.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import { runRecordKind } from '../../src/records/run-record.ts';

export interface Fuzzed {
  /** Texts that differ from the record they were made of. */
  readonly tried: number;
  /** Those of them that were accepted: each is a fault. */
  readonly accepted: readonly string[];
}

type Damage = (text: string, other: string, random: RandomStream) => string;

const pick = (length: number, random: RandomStream) => Math.floor(random() * length);

const damages: readonly Damage[] = [
  function flipBit(text, _, random) {
    const bytes = Buffer.from(text);
    bytes[pick(bytes.length, random)]! ^= 1 << pick(8, random);
    return bytes.toString();
  },
  function truncate(text, _, random) {
    return text.slice(0, pick(text.length, random));
  },
  function cutOut(text, _, random) {
    const start = pick(text.length, random);
    return text.slice(0, start) + text.slice(start + 1 + pick(100, random));
  },
  function repeat(text, _, random) {
    const start = pick(text.length, random);
    return text.slice(0, start) + text.slice(Math.max(0, start - pick(100, random)));
  },
  function changeDigit(text, _, random) {
    const digits = [...text.matchAll(/\d/g)];
    const { index } = digits[pick(digits.length, random)]!;
    return `${text.slice(0, index)}${pick(10, random)}${text.slice(index + 1)}`;
  },
  function splice(text, other, random) {
    const start = pick(Math.min(text.length, other.length), random);
    return text.slice(0, start) + other.slice(start);
  },
];

/**
 * Fuzzes the records in a folder.
 *
 * @param folder - of run records
 * @param tries - how many damaged texts to make
 * @param seed - of the damages
 */
export async function fuzzRecords(folder: string, tries: number, seed: number): Promise<Fuzzed> {
  const random = stream(seed, 'fuzz-records');
  const names = (await readdir(folder)).filter((name) => name.includes('-depth-'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const accepted: string[] = [];
  let tried = 0;
  while (tried < tries) {
    const [text, other] = [texts[pick(texts.length, random)]!, texts[pick(texts.length, random)]!];
    const damage = damages[pick(damages.length, random)]!;
    const damaged = damage(text, other, random);
    if (texts.includes(damaged)) continue;
    tried += 1;
    if (isAccepted(damaged)) accepted.push(`${damage.name}: ${damaged.slice(0, 200)}`);
  }
  return { tried, accepted };
}

function isAccepted(text: string): boolean {
  try {
    parseRecord(runRecordKind, text);
    return true;
  } catch {
    return false;
  }
}

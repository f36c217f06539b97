/** Records in columns: what hardly compresses in their texts is taken out and written so that it does. */

import { bytesOfBase64 } from '../src/records/base64.ts';

/** Texts of records, of which `toTexts` gives back every character. */
export interface Columns {
  /** The texts without the values that the other columns hold. */
  readonly rest: readonly string[];
  /** Base64 of float32 values, all first bytes before all second ones: the last differ little from step to step. */
  readonly losses: readonly string[];
  /** Each image's class, less the class that the record before gives it, modulo ten: most networks agree on many. */
  readonly running: readonly string[];
  /** The same, less the class by running statistics. */
  readonly recomputed: readonly string[];
}

const FIELDS = ['losses', 'running', 'recomputed'] as const;
type Field = (typeof FIELDS)[number];

const FLOAT_BYTES = 4;
const [ZERO, NINE] = [48, 57]; // of ASCII

/** @throws Error if these are no run records as they are stored */
export function toColumns(texts: readonly string[]): Columns {
  const columnOf = (field: Field) => texts.map((text) => valueIn(text, field));
  const [running, recomputed] = [columnOf('running'), columnOf('recomputed')];
  return {
    rest: texts.map((text) => FIELDS.reduce((rest, field) => without(rest, field), text)),
    losses: columnOf('losses').map((text) => base64Of(transposed(bytesOfBase64(text), FLOAT_BYTES))),
    running: running.map((digits, index) => shifted(digits, running[index - 1], -1)),
    recomputed: recomputed.map((digits, index) => shifted(digits, running[index], -1)),
  };
}

/** The inverse. Somebody waits for it: hence the loops. @throws Error if a column is missing or cut */
export function toTexts({ rest, losses, running, recomputed }: Columns): readonly string[] {
  let before: string | undefined;
  return rest.map((text, index) => {
    const byBytes = bytesOfBase64(present(losses[index]));
    const classes = shifted(present(running[index]), before, 1);
    before = classes;
    const values = {
      losses: base64Of(transposed(byBytes, byBytes.length / FLOAT_BYTES)),
      running: classes,
      recomputed: shifted(present(recomputed[index]), classes, 1),
    };
    return FIELDS.reduce((whole, field) => withValue(whole, field, values[field]), text);
  });
}

/** Where the value of a field, a text, begins. */
function beginOf(text: string, field: Field): number {
  const key = `"${field}": "`;
  const at = text.indexOf(key);
  if (at < 0) throw missing();
  return at + key.length;
}

function valueIn(text: string, field: Field): string {
  const begin = beginOf(text, field);
  return text.slice(begin, text.indexOf('"', begin));
}

function without(text: string, field: Field): string {
  const begin = beginOf(text, field);
  return text.slice(0, begin) + text.slice(text.indexOf('"', begin));
}

function withValue(text: string, field: Field, value: string): string {
  const begin = beginOf(text, field);
  return text.slice(0, begin) + value + text.slice(begin);
}

function present(text: string | undefined): string {
  if (text === undefined) throw missing();
  return text;
}

function missing(): Error {
  return new Error('a record lacks its losses or predictions');
}

/** A matrix of bytes, of so many columns: row by row it came, column by column it goes. */
function transposed(matrix: Uint8Array, columns: number): Uint8Array {
  const bytes = new Uint8Array(matrix.length);
  let next = 0;
  for (let column = 0; column < columns; column++) {
    for (let i = column; i < matrix.length; i += columns) bytes[next++] = matrix[i] ?? 0;
  }
  return bytes;
}

// By the browser's own means where it has them.
function base64Of(bytes: Uint8Array & { toBase64?: () => string }): string {
  return bytes.toBase64?.() ?? btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Digits plus or minus others, one by one, modulo ten; where there are no others, as they are. */
function shifted(digits: string, by: string | undefined, sign: 1 | -1): string {
  if (by === undefined) return digits;
  const codes = new TextEncoder().encode(digits);
  const others = new TextEncoder().encode(by);
  for (let i = 0; i < codes.length; i++) {
    const code = (codes[i] ?? ZERO) + sign * ((others[i] ?? ZERO) - ZERO);
    codes[i] = code > NINE ? code - 10 : code < ZERO ? code + 10 : code;
  }
  return new TextDecoder().decode(codes);
}

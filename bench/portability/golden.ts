/** The golden digests: what every platform has to compute, committed beside this file. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Answer } from './answer-task.ts';

export const GOLDEN_FILE = fileURLToPath(new URL('./golden.json', import.meta.url));

export async function readGolden(): Promise<Answer> {
  return JSON.parse(await readFile(GOLDEN_FILE, 'utf8')) as Answer;
}

export async function writeGolden(answer: Answer): Promise<void> {
  await writeFile(GOLDEN_FILE, `${JSON.stringify(answer, null, 2)}\n`);
}

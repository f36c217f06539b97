/** The fingerprint leaves out what errors are told, and knows an error by its name: nothing else may go by such a name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));
const source = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(SRC, path), 'utf8'))
  .join('\n');

/** What is named like an error: made or declared anywhere, and by what it is one, if it is. */
function falseErrors(text: string): string[] {
  const names = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);
  const errors = ['Error', 'RangeError', 'TypeError', ...names(/\bclass (\w*Error) extends \w*Error\b/g)];
  const said = names(/\b(?:new|class|const|let|var|function|as) ([A-Z]\w*Error)\b/g);
  const bound = names(/\b(?:const|let|var|function|as) ([A-Z]\w*Error)\b/g);
  return [...new Set([...said.filter((name) => !errors.includes(name)), ...bound])];
}

describe('the source', () => {
  it('names as errors what is one', () => expect(falseErrors(source)).toEqual([]));

  it.each([
    ['class RoundingError { constructor(value: number) {} }', 'RoundingError'],
    ['const RangeError = Rounding; new RangeError(step())', 'RangeError'],
    ["import { step as StepError } from './step.ts'", 'StepError'],
    ['new AbsentError(step())', 'AbsentError'],
  ])('would be found to name another thing so: %s', (text, name) => {
    expect(falseErrors(`class OwnError extends RangeError {}\nnew OwnError('')\n${text}`)).toEqual([name]);
  });
});

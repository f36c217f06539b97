/** After `npm run mutation`: scores by folder and every mutant that no spec noticed, as `reports/mutation.md`. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { markdownTable } from 'markdown-table';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Of Stryker's report, schema 2, what is read here. */
interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: { readonly line: number } };
}

interface Row extends Mutant {
  readonly file: string;
}

const NOTICED = ['Killed', 'Timeout'];
const UNNOTICED = ['Survived', 'NoCoverage'];

function folderOf({ file }: Row): string {
  return file.split('/').slice(0, 2).join('/');
}

function scoreOf(rows: readonly Row[]): string {
  const noticed = rows.filter(({ status }) => NOTICED.includes(status)).length;
  return `${((100 * noticed) / rows.length).toFixed(2)} % of ${rows.length}`;
}

function lineOf({ file, location, mutatorName, replacement = '' }: Row): string {
  const text = replacement.replace(/\s+/g, ' ').slice(0, 60);
  return `- \`${file.split('/').slice(2).join('/')}:${location.start.line}\` ${mutatorName} → \`${text}\``;
}

const report = JSON.parse(await readFile(`${ROOT}.cache/mutation.json`, 'utf8')) as {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
};
const rows = Object.entries(report.files)
  .flatMap(([file, { mutants }]) => mutants.map((mutant) => ({ file, ...mutant })))
  .filter(({ status }) => [...NOTICED, ...UNNOTICED].includes(status));
const folders = [...new Set(rows.map(folderOf))].sort();
const sections = folders.flatMap((folder) => {
  const survivors = rows.filter((row) => folderOf(row) === folder && UNNOTICED.includes(row.status));
  return survivors.length > 0 ? [`## ${folder}`, survivors.map(lineOf).join('\n')] : [];
});
const scores = folders.map((folder) => [folder, scoreOf(rows.filter((row) => folderOf(row) === folder))]);
const text = [
  '# Mutation',
  'Small changes of the source, and which of them a spec notices. Written by `npm run mutation`; kernels are held to ' +
    'float64, PyTorch and mutants of their own instead, and what runs when a module is loaded is not on trial.',
  markdownTable([['folder', 'noticed'], ...scores, ['all', scoreOf(rows)]]),
  ...sections,
].join('\n\n');
await writeFile(`${ROOT}reports/mutation.md`, `${text}\n`);
console.log(`${scoreOf(rows)} noticed; every other in reports/mutation.md`);

/** Vitest's own reporter, with one line per folder of specs that pass: what fails, and what came out, is not to be sought. */
import { DefaultReporter, type TestModule, type TestSpecification } from 'vitest/node';
import type { LiveLine } from './live-line.ts';
import { durationText } from './progress.ts';

/** With no more spec files than this every one has its line, as somebody who runs a few wants to see them. */
const FEW = 20;

interface Folder {
  /** Spec files that are yet to end. */
  left: number;
  files: number;
  tests: number;
  failed: number;
  milliseconds: number;
}

export class CalmReporter extends DefaultReporter {
  private readonly folders = new Map<string, Folder>();
  private readonly live: LiveLine | undefined;

  /** @param live - a line that says how far things are, in place of Vitest's window */
  constructor(live?: LiveLine) {
    super({ summary: false });
    this.live = live;
  }

  override onTestRunStart(specifications: readonly TestSpecification[]): void {
    super.onTestRunStart(specifications);
    this.folders.clear();
    for (const { moduleId } of specifications) this.folderOf(moduleId).left += 1;
  }

  override onTestRunEnd(...ending: Parameters<DefaultReporter['onTestRunEnd']>): void {
    this.live?.show('');
    super.onTestRunEnd(...ending);
  }

  override onTestModuleEnd(module: TestModule): void {
    super.onTestModuleEnd(module);
    this.live?.show(`  ${this.filesText()}`);
  }

  /**
   * Takes note of how something is going: in the live line, or as a line of its own.
   *
   * @param overall - how far the whole is, empty while that is not known
   */
  note(message: string, overall: string): void {
    if (this.live) this.live.show(`  ${overall || this.filesText()} · ${message}`);
    else this.log(lineOf(message, overall));
  }

  private filesText(): string {
    const { ended, all } = this.files();
    return `${ended} of ${all} spec files`;
  }

  private files(): { readonly ended: number; readonly all: number } {
    const folders = [...this.folders.values()];
    const ended = folders.reduce((sum, { files }) => sum + files, 0);
    return { ended, all: folders.reduce((sum, { left }) => sum + left, ended) };
  }

  /** What failed is printed at once and in full, whatever the folder. */
  protected override printTestModule(module: TestModule): void {
    const calm = this.files().all > FEW;
    if (!calm || !module.ok()) super.printTestModule(module);
    const folder = this.folderOf(module.moduleId);
    folder.left -= 1;
    folder.files += 1;
    folder.tests += [...module.children.allTests()].length;
    folder.failed += module.ok() ? 0 : 1;
    folder.milliseconds += module.diagnostic().duration;
    if (calm && folder.left <= 0) this.log(folderLine(folderName(module.moduleId), folder));
  }

  private folderOf(moduleId: string): Folder {
    const name = folderName(moduleId);
    const folder = this.folders.get(name) ?? { left: 0, files: 0, tests: 0, failed: 0, milliseconds: 0 };
    this.folders.set(name, folder);
    return folder;
  }
}

/** What is noted where nothing is live. */
export function lineOf(message: string, overall: string): string {
  return `  ${[message, overall].filter(Boolean).join(' · ')}`;
}

/**
 * Names the folder that a spec file is counted under.
 *
 * @returns `properties/engine`, or `studies/spot-checks` for the file that many projects share
 */
export function folderName(moduleId: string): string {
  const [part = '', next = '', ...more] = moduleId.slice(moduleId.lastIndexOf('/specs/') + 7).split('/');
  if (part === 'studies') return `${part}/${next.replace(/\.spec\.ts$/, '')}`;
  return more.length > 0 ? `${part}/${next}` : part;
}

function folderLine(name: string, { files, tests, failed, milliseconds }: Folder): string {
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const faults = failed > 0 ? `, ${counted(failed, 'file')} FAILED` : '';
  const extent = `${counted(files, 'file')}, ${counted(tests, 'test')}, ${durationText(milliseconds / 1000)}`;
  return ` ${failed > 0 ? '×' : '✓'} ${name.padEnd(28)} ${extent}${faults}`;
}

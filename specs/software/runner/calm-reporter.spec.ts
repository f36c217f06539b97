import { describe, expect, it } from 'vitest';
import type { TestModule, TestSpecification } from 'vitest/node';
import { CalmReporter, folderName } from '../../../src/runner/calm-reporter.ts';
import type { LiveLine } from '../../../src/runner/live-line.ts';

interface Played {
  readonly failing?: readonly string[];
  readonly live?: Pick<LiveLine, 'show'>;
  readonly overall?: string;
}

/** What the reporter prints of these spec files, each with two tests, and what it leaves to Vitest's own printing. */
function printed(files: readonly string[], { failing = [], live, overall = '' }: Played = {}) {
  const said: string[] = [];
  class Spy extends CalmReporter {
    override log = (...lines: unknown[]) => void said.push(lines.join(' '));
    play() {
      const logger = { printBanner: () => {}, printNoTestFound: () => {} };
      this.onInit({ logger, config: {}, onClose: () => {} } as never);
      this.onTestRunStart(files.map((moduleId) => ({ moduleId }) as TestSpecification));
      this.note('epoch 2 of 3', overall);
      for (const moduleId of files) this.onTestModuleEnd(moduleOf(moduleId));
      this.onTestRunEnd([], [], 'passed');
    }
  }
  const moduleOf = (moduleId: string) =>
    ({
      moduleId,
      ok: () => !failing.includes(moduleId),
      state: () => 'passed',
      task: { name: moduleId, result: {} },
      project: { name: 'p' },
      meta: () => ({}),
      children: Object.assign([], { allTests: () => ['a', 'b'] }),
      diagnostic: () => ({ duration: 1500 }),
    }) as unknown as TestModule;
  new Spy(live as LiveLine | undefined).play();
  const [noted, ...lines] = said;
  return { noted, said: lines };
}

const many = Array.from({ length: 21 }, (_, index) => `/here/specs/properties/engine/${index}.spec.ts`);
const line = (mark: string, name: string, extent: string) => ` ${mark} ${name.padEnd(28)} ${extent}`;

describe('CalmReporter', () => {
  it('says a line per folder, once its last file has ended', () => {
    expect(printed([...many, '/here/specs/studies/run.spec.ts']).said).toEqual([
      line('✓', 'properties/engine', '21 files, 42 tests, 32 s'),
      line('✓', 'studies/run', '1 file, 2 tests, 2 s'),
    ]);
  });

  it('leaves a file that fails to Vitest, at once, and counts it', () => {
    const { said } = printed(many, { failing: [many[3]!] });
    expect(said).toEqual([
      expect.stringContaining('engine/3.spec.ts'),
      line('×', 'properties/engine', '21 files, 42 tests, 32 s, 1 file FAILED'),
    ]);
  });

  it('leaves all to Vitest where there are few', () => {
    const few = many.slice(0, 3);
    expect(printed(few).said).toEqual(few.map((file) => expect.stringContaining(file)));
  });

  it('says in a live line how something is going and how far all is, and takes it away at the end', () => {
    const shown: string[] = [];
    const live = { show: (text: string) => void shown.push(text) };
    printed(many, { live });
    expect(shown.slice(0, 2)).toEqual(['  0 of 21 spec files · epoch 2 of 3', '  1 of 21 spec files']);
    expect(shown.at(-1)).toBe('');
    printed(many, { live, overall: '1 of 9 done' });
    expect(shown).toContain('  1 of 9 done · epoch 2 of 3');
  });

  it('says it in a line of its own where there is none', () => {
    expect(printed(many).noted).toBe('  epoch 2 of 3');
    expect(printed(many, { overall: '1 of 9 done' }).noted).toBe('  epoch 2 of 3 · 1 of 9 done');
  });
});

describe('folderName', () => {
  it.each([
    ['/here/specs/properties/engine/kernels/exp.spec.ts', 'properties/engine'],
    ['/specs/specs/software/study.spec.ts', 'software'],
    ['/here/specs/studies/spot-checks.spec.ts', 'studies/spot-checks'],
  ])('of %s is %s', (moduleId, name) => expect(folderName(moduleId)).toBe(name));
});

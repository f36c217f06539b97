import { describe, expect, it } from 'vitest';
import type { TestModule, TestSpecification } from 'vitest/node';
import { CalmReporter, folderName } from '../../../src/runner/calm-reporter.ts';

/** What the reporter prints of these spec files, each with two tests, and what it leaves to Vitest's own. */
function printed(files: readonly string[], failing: readonly string[] = []) {
  const [said, inFull]: [string[], string[]] = [[], []];
  class Spy extends CalmReporter {
    override log = (...lines: unknown[]) => void said.push(lines.join(' '));
    play() {
      this.onInit({ logger: { printBanner: () => {} }, config: {}, onClose: () => {} } as never);
      this.onTestRunStart(files.map((moduleId) => ({ moduleId }) as TestSpecification));
      for (const moduleId of files) this.printTestModule(moduleOf(moduleId));
    }
  }
  const moduleOf = (moduleId: string) =>
    ({
      moduleId,
      ok: () => !failing.includes(moduleId),
      state: () => {
        inFull.push(moduleId); // the first thing that Vitest's own printing asks
        return 'pending';
      },
      children: { allTests: () => ['a', 'b'] },
      diagnostic: () => ({ duration: 1500 }),
    }) as unknown as TestModule;
  new Spy({ summary: false }).play();
  return { said, inFull };
}

const many = Array.from({ length: 21 }, (_, index) => `/here/specs/properties/engine/${index}.spec.ts`);

describe('CalmReporter', () => {
  it('says a line per folder, once its last file has ended', () => {
    const { said, inFull } = printed([...many, '/here/specs/studies/run.spec.ts']);
    expect(said).toEqual([
      ` ✓ ${'properties/engine'.padEnd(28)} 21 files, 42 tests, 32 s`,
      ` ✓ ${'studies/run'.padEnd(28)} 1 file, 2 tests, 2 s`,
    ]);
    expect(inFull).toEqual([]);
  });

  it('leaves a file that fails to Vitest, at once, and counts it', () => {
    const { said, inFull } = printed(many, [many[3]!]);
    expect(inFull).toEqual([many[3]]);
    expect(said).toEqual([` × ${'properties/engine'.padEnd(28)} 21 files, 42 tests, 32 s, 1 file FAILED`]);
  });

  it('leaves all to Vitest where there are few', () => {
    expect(printed(many.slice(0, 3))).toEqual({ said: [], inFull: many.slice(0, 3) });
  });
});

describe('folderName', () => {
  it.each([
    ['/here/specs/properties/engine/kernels/exp.spec.ts', 'properties/engine'],
    ['/specs/specs/software/study.spec.ts', 'software'],
    ['/here/specs/studies/spot-checks.spec.ts', 'studies/spot-checks'],
  ])('of %s is %s', (moduleId, name) => expect(folderName(moduleId)).toBe(name));
});

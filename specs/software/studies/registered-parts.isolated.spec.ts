import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import type { Design } from '../../../src/study.ts';

// As they are: specs beside this one give the first study a grid of their own.
vi.resetModules();
const { studies } = await import('../../../src/studies/studies.ts');

/** Files of a study that its registration covers. */
const fileOf = (study: string, name: string) =>
  import(
    /* @vite-ignore */ fileURLToPath(new URL(`../../../src/studies/${study}/${name}.ts`, import.meta.url))
  );

// The digest of a registration is over these files. A study that judged by anything else would be registered in name alone.
describe.each(studies)('$name', (study) => {
  it('is judged by the hypotheses that are registered, each as it stands there', async () => {
    const { hypotheses } = await fileOf(study.name, 'hypotheses');
    expect(hypotheses.length).toBeGreaterThan(0);
    expect(study.hypotheses).toBe(hypotheses);
  });

  it('has the design that is registered, in every part', async () => {
    const design = (await fileOf(study.name, 'design')).design as Design;
    for (const [name, part] of Object.entries(design))
      expect([name, study[name as keyof Design]]).toEqual([name, part]);
    expect(Object.isFrozen(design.analysis)).toBe(true);
    expect(study.analysis).toBe(design.analysis);
  });

  // One outcome of a gate is reported per study, that of the first.
  it('has one gate at most', () => {
    expect(study.hypotheses.filter(({ gate }) => gate).length).toBeLessThanOrEqual(1);
  });
});

/** Vitest for mutation testing: properties and software alone, in one project, without a session, quick specs first. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Specs that train, simulate, or wait for processes: a mutant that a shorter spec notices need not wait for them. */
const LONG = [
  'records/run-cache',
  'network/network',
  'engine/determinism',
  'studies/error-rates',
  'studies/gradient-error-rates',
  'studies/amended-error-rates',
  'studies/explanations',
  'studies/planted-study',
  'runner/joint-agreement',
  'runner/carry',
  'baselines/colour-baseline',
  'dataset/',
];

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.includes(name));
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => Number(isLong(a)) - Number(isLong(b)));
  }
}

export default defineConfig({
  test: {
    include: ['specs/{properties,software}/**/*.spec.ts'],
    exclude: [
      // These look at files that mutation testing leaves out of its copy.
      'specs/software/source/documents.spec.ts',
      'specs/software/studies/further.spec.ts',
      // These edit the source's text, which mutants change.
      'specs/software/records/fingerprint.spec.ts',
      'specs/software/judging/registration-digest.spec.ts',
      // These start processes of their own, which no mutant reaches or which one leaves hanging.
      'specs/software/bench/speed/measure.spec.ts',
      'specs/software/dataset/processes.spec.ts',
      'specs/software/records/{compute-run,full-disk,kill-and-resume}.spec.ts',
      'specs/software/runner/exit-codes.spec.ts',
      // Long, and they catch no fault of one line that a shorter spec does not catch before.
      'specs/software/engine/no-growth.isolated.spec.ts',
      'specs/software/training/label-leakage.spec.ts',
    ],
    sequence: { sequencer: QuickFirst },
    testTimeout: 0,
    hookTimeout: 0,
    setupFiles: ['specs/support/configure-fast-check.ts'],
  },
});

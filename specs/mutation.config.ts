/** Vitest for mutation testing: the quick ones of properties and software alone, without a session. */
import { defineConfig } from 'vitest/config';
import { ISOLATED, ISOLATED_ENDING, NOT_ISOLATED, SOFTWARE } from '../src/runner/software-projects.ts';

const LEFT_OUT = [
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
  // These train or simulate for seconds, and every mutant of what they call would have to wait for them. What they
  // alone notice counts as unnoticed: the score is a lower bound.
  'specs/software/baselines/colour-baseline.spec.ts',
  'specs/software/engine/{determinism.spec,no-growth.isolated.spec}.ts',
  'specs/software/records/{outside-the-fingerprint.spec,run-cache.isolated.spec}.ts',
  'specs/software/studies/{amended-error-rates,error-rates,explanation-error-rates,gradient-error-rates}.isolated.spec.ts',
  'specs/software/studies/planted-study.isolated.spec.ts',
  'specs/software/training/label-leakage.spec.ts',
];

const project = (name: string, endings: string, isolate: boolean) => ({
  test: {
    name,
    include: [`specs/{${SOFTWARE}}/**/${endings}`],
    exclude: LEFT_OUT,
    isolate,
    // As in a test run: files share a process there too.
    restoreMocks: !isolate,
    unstubEnvs: !isolate,
    testTimeout: 0,
    hookTimeout: 0,
    setupFiles: ['own-coverage', 'worker', 'configure-fast-check'].map((name) => `specs/support/${name}.ts`),
  },
});

export default defineConfig({
  test: {
    projects: [project('shared', NOT_ISOLATED, false), project(ISOLATED, `*${ISOLATED_ENDING}`, true)],
  },
});

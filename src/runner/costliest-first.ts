/** Orders the runs so that the deepest networks start first and parallel workers finish together. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { runName, runsOf } from '../study.ts';

export class CostliestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // Run names are the same at every scale; other projects keep Vitest's own order, behind the runs.
    const names = ['initialisation', ...runsOf('quick').map(runName)];
    const place = ({ project }: TestSpecification) => {
      const index = names.indexOf(project.name);
      return index < 0 ? names.length : index;
    };
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => place(a) - place(b));
  }
}

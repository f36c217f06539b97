/** Writes what a whole test run found: figures, results and findings of each scale, into its study's folder. */
import { join } from 'node:path';
import { writeAtomically } from '../files/write-atomically.ts';
import { variantOf } from '../records/store.ts';
import { drawFigures } from '../report/figures/figures.ts';
import { findings } from '../report/findings.ts';
import { resultsText } from '../report/results.ts';
import type { ScaleResult } from './scale-result.ts';

/** @param written - receives the findings' files, each once it is there */
export async function writeReports(scales: readonly ScaleResult[], written: string[]): Promise<void> {
  for (const { plan, evidence, verdicts, replication } of scales) {
    if (!evidence) continue;
    const into = (name: string) => join(plan.store.folder, name);
    const variant = variantOf(evidence.scale, evidence.engine);
    const suffix = variant === evidence.study.judgedScales[0] ? '' : `-${variant}`;
    for (const { name, content } of drawFigures(evidence, verdicts)) {
      await writeAtomically(into(join(`figures${suffix}`, name)), content);
    }
    await writeAtomically(into(`results${suffix}.json`), resultsText(evidence, verdicts));
    const text = findings(evidence, verdicts, `figures${suffix}`, replication);
    await writeAtomically(into(`findings${suffix}.md`), text);
    written.push(into(`findings${suffix}.md`));
  }
}

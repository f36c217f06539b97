import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodeHost } from '../../../src/node-host.ts';
import { IncompleteEvidence } from '../../../src/records/evidence.ts';
import { type Replication, readReplication } from '../../../src/records/replication.ts';
import { type WelchEstimate, welch } from '../../../src/statistics/welch.ts';
import { studies } from '../../../src/studies/studies.ts';
import { scaleNames } from '../../../src/study.ts';
import { keptReplication, replicationOf } from '../../support/planted-replication.ts';
import { cellsOf, evidenceFor } from '../../support/planted-report.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { study } from '../../support/this-study.ts';

type Draft = { settings: Record<string, unknown>; runs: Record<string, unknown>[] } & Record<string, unknown>;

const good = replicationOf(evidenceFor('supported'), 7);

async function read(text: string): Promise<Replication | undefined> {
  return readReplication(await keptReplication(text), study, 'quick');
}

function textOf(change: (draft: Draft) => unknown = () => {}): string {
  const { file: _, ...content } = structuredClone(good);
  change(content as unknown as Draft);
  return JSON.stringify(content);
}

const path = (name: string) =>
  fileURLToPath(new URL(`../../../reports/relu-versus-sigmoid/replication/${name}`, import.meta.url));

// They carry no digest of their own, and stand in the findings: an edit has to be one of the README too.
describe.each(['quick.json', 'paper.json', 'follow-up.jsonl'])('%s', (name) => {
  it('has the digest that its README gives', () => {
    const digest = nodeHost.sha256([readFileSync(path(name))]);
    expect(readFileSync(path('README.md'), 'utf8')).toContain(`| \`${name}\` | \`${digest}\` |`);
  });
});

describe('the follow-up', () => {
  type Run = Readonly<Record<string, string | number>>;
  const measures = {
    gradientAverage: (value: number) => 100 * Math.log(value),
    testAccuracy: (value: number) => 100 * value,
    recomputedTestAccuracy: (value: number) => 100 * value,
  };

  it('came out as its README says', () => {
    const runs = readFileSync(path('follow-up.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line): Run => JSON.parse(line));
    const rows = cellsOf(/\| Blocks .*(?:\n\|.*)+/.exec(readFileSync(path('README.md'), 'utf8'))![0]).slice(
      1,
    );
    expect(runs).toHaveLength(2 * rows.reduce((sum, [, seeds]) => sum + Number(seeds), 0));
    for (const [condition, seeds, ...printed] of rows) {
      const [arm, depth] = condition!.toLowerCase().split(', ');
      const of = (by: string) =>
        runs.filter((run) => run.by === by && run.activation === arm && run.depth === Number(depth));
      expect([of('ours').length, of('PyTorch').length]).toEqual([Number(seeds), Number(seeds)]);
      Object.entries(measures).forEach(([name, onto], index) => {
        const [theirs, ours] = [of('PyTorch'), of('ours')].map((side) =>
          side.map((run) => onto(run[name] as number)),
        );
        const { estimate, standardError } = welch(theirs!, ours!) as WelchEstimate;
        const value = Number(printed[index]!.replace('−', '-').split(' ± ')[0]);
        expect(Math.abs(value - estimate)).toBeLessThan(0.0051);
        expect(printed[index]!.split(' ± ')[1]).toBe(standardError.toFixed(2));
      });
    }
  });
});

describe('readReplication', () => {
  it('reads what was written, and finds none where none is', async () => {
    expect(await read(textOf())).toEqual(good);
    expect(await readReplication(await temporaryFolder(), study, 'quick')).toBeUndefined();
  });

  it('takes none but the one that the README beside it names by its digest', async () => {
    const edited = textOf(({ runs }) => ((runs[0]!.epochs as Draft[])[0]!.testAccuracy = 0.9));
    const folder = await keptReplication(edited, textOf());
    await expect(readReplication(folder, study, 'quick')).rejects.toThrow(
      /is no replication of quick scale: its SHA-256, [0-9a-f]{64}, is not the one that README\.md beside it gives/,
    );
    await rm(join(folder, 'replication', 'README.md'));
    await expect(readReplication(folder, study, 'quick')).rejects.toThrow('is not the one that README.md');
  });

  it.each<[string, (draft: Draft) => unknown, string]>([
    ['of another width', ({ settings }) => (settings.width = 99), "the setting width is 99, the scale's 16"],
    ['that lacks a setting', ({ settings }) => delete settings.width, 'the setting width is undefined'],
    [
      'with a setting too many',
      ({ settings }) => (settings.dropout = 0.5),
      'the setting dropout is 0.5, the scale',
    ],
    ['of a depth that nobody asked', ({ runs }) => (runs[2]!.depth = 3), 'the study has no run '],
    ['of a seed that nobody asked', ({ runs }) => (runs[2]!.seed = 4), 'the study has no run '],
    [
      'without a gradient',
      ({ runs }) => ((runs[0]!.epochs as Draft[])[0]!.gradientAverage = 0),
      'gradientAverage',
    ],
    ['of a run twice', ({ runs }) => runs.push(runs[0]!), 'a run is there twice'],
    ['without an epoch', ({ runs }) => (runs[1]!.epochs = []), 'has 0 epochs'],
    ['of no run', (draft) => (draft.runs = []), 'runs'],
    ['of a sigmoid of its own', ({ runs }) => (runs[0]!.activation = 'swish'), 'runs[0].activation'],
    [
      'with a share of 101',
      ({ runs }) => ((runs[0]!.epochs as Draft[])[0]!.testAccuracy = 1.01),
      'testAccuracy',
    ],
    ['with words of its own', (draft) => (draft.note = 'trust me'), 'note'],
  ])('refuses one %s, with its file and what is wrong', async (_, change, words) => {
    const reading = read(textOf(change));
    await expect(reading).rejects.toThrow(IncompleteEvidence);
    await expect(reading).rejects.toThrow(/quick\.json is no replication of quick scale: .*delete it/);
    await expect(reading).rejects.toThrow(words);
  });

  it('refuses what is not JSON', async () => {
    await expect(read(textOf().slice(0, -9))).rejects.toThrow('is no replication of quick scale');
  });

  // Also the one that is sealed: that it can be read is looked at, and nothing else of it.
  it.each(studies)('reads every one that $name keeps', async (one) => {
    const folder = fileURLToPath(new URL(`../../../reports/${one.name}`, import.meta.url));
    const kept = (await readdir(join(folder, 'replication')).catch(() => [])).filter((name) =>
      name.endsWith('.json'),
    );
    const found = await Promise.all(scaleNames.map((scale) => readReplication(folder, one, scale)));
    expect(found.filter((replication) => replication)).toHaveLength(kept.length);
  });
});

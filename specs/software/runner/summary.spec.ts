import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Conclusion, exitCodes } from '../../../src/runner/conclusion.ts';
import { scaleResult } from '../../../src/runner/scale-result.ts';
import { type Ending, sessionText, summary } from '../../../src/runner/summary.ts';
import { passing, plan } from '../../support/planted-plan.ts';

const sound = scaleResult(plan, passing('supported', 4), 0);
const nothing = scaleResult(plan, [], 0);
const ended: Ending = { conclusion: 'held', problems: [], absent: [], settings: [] };
const said = (result: Partial<typeof sound>, written: string[] = [], ending: Partial<Ending> = {}) =>
  summary([{ ...nothing, ...result }], { ...ended, ...ending }, written);

describe('summary', () => {
  it('states the claim and counts the evidence, and how much of it is new', () => {
    const text = said(sound);
    expect(text).toContain('Claim: As a CIFAR-10 CNN gets deeper');
    expect(text).toContain(
      'Evidence: 30 of 30 quick runs on wasm; records trained now: 4, from the run cache: 0.',
    );
  });

  it('says that an audit came out the same', () => {
    const audits = [{ run: 'relu-depth-1-seed-1', equal: true }];
    expect(said({ audits })).toContain(
      'relu-depth-1-seed-1 was trained again; its record came out byte for byte the same',
    );
  });

  it('shouts when an audit came out different', () => {
    const text = said({ audits: [{ run: 'relu-depth-1-seed-1', equal: false }] });
    expect(text).toContain('relu-depth-1-seed-1 was trained again; its record CAME OUT DIFFERENT.');
    expect(text).not.toContain('the same');
  });

  it('names each problem', () => {
    const text = said({}, [], { problems: ['relu-depth-1-seed-1: no space left', 'a shard is missing'] });
    expect(text).toContain(' PROBLEM: relu-depth-1-seed-1: no space left\n PROBLEM: a shard is missing\n');
  });

  it('says where the findings are, or that and why they were not written', () => {
    const files = ['findings.md', 'findings-quick.md'].map((name) => join(process.cwd(), 'reports', name));
    expect(said({}, files)).toContain('Findings: reports/findings.md, reports/findings-quick.md');
    expect(said({})).toContain('Findings: not written, because');
  });

  it('gives each verdict a line, with its outcome first and the gate marked and reasoned', () => {
    const text = said(sound);
    for (const { id, outcome } of sound.verdicts) {
      expect(text).toContain(`${id}${id === 'H1' ? ' (gate)' : ''} ${outcome.toUpperCase()}: `);
    }
    expect(text).toContain('8, 6 and 4 blocks. It holds at depth 8, depth 6, depth 4.\n');
    expect(text).toContain(" H2 SUPPORTED: ReLU's lead over Sigmoid grows with the number of blocks.\n");
  });

  it('says nothing of verdicts when none was made: no verdict never reads as a pass', () => {
    expect(said({})).not.toMatch(/SUPPORTED|REFUTED|INCONCLUSIVE/);
  });

  it.each<[Conclusion, string]>([
    ['held', 'everything holds, at a scale or in a study without a gate (exit code 0)'],
    ['supported', 'every gate is supported (exit code 0)'],
    ['failed', 'a property failed, so no verdict counts (exit code 1)'],
    ['refuted', 'a gate is refuted (exit code 3)'],
    ['inconclusive', 'a gate is inconclusive (exit code 4)'],
    ['evidence', 'evidence is missing, invalid or not reproduced, so no verdict counts (exit code 5)'],
    ['partial', 'nothing failed, and too little took part for a verdict (exit code 6)'],
    ['shard', 'this shard holds; a verdict comes with the merge of all (exit code 0)'],
  ])('ends with the conclusion and its exit code: %s', (conclusion, words) => {
    expect(said({}, [], { conclusion })).toMatch(/Conclusion: (.*)\.$/);
    expect(said({}, [], { conclusion })).toContain(`Conclusion: ${words}.`);
  });

  it('says what was set and what took no part', () => {
    const text = said({}, [], { settings: ['AUDIT=a', 'FC_PATH=0:0'], absent: ['2 tests were skipped'] });
    expect(text).toContain(' Set: AUDIT=a, FC_PATH=0:0.\n');
    expect(text).toContain(' PARTIAL: 2 tests were skipped.\n');
    expect(said({})).not.toMatch(/Set:|PARTIAL/);
  });

  it('gives each scale its own evidence and verdicts, the one that gates first', () => {
    const paper = { ...nothing, plan: { ...plan, scale: 'paper' as const } };
    const text = summary([paper, sound], ended, []);
    expect(text.indexOf('0 of 30 paper runs')).toBeLessThan(text.indexOf('30 of 30 quick runs'));
    expect(text.match(/H1 \(gate\)/g)).toHaveLength(1);
  });
});

describe('sessionText', () => {
  it('says for machines what the summary says for people', () => {
    const audits = [{ run: 'relu-depth-1-seed-1', equal: false }];
    const problems = ['relu-depth-1-seed-1: differs'];
    const ending: Ending = { conclusion: 'evidence', problems, absent: ['a part'], settings: ['AUDIT=a'] };
    const text = sessionText([{ ...sound, audits }], ending, 'ab12');
    expect(text.endsWith('}\n')).toBe(true);
    const names = ['relu-depth-8', 'sigmoid-depth-8', 'relu-depth-6', 'sigmoid-depth-6'];
    expect(JSON.parse(text)).toEqual({
      schema: 4,
      code: 'ab12',
      conclusion: 'evidence',
      exitCode: exitCodes.evidence,
      settings: ['AUDIT=a'],
      problems,
      absent: ['a part'],
      scales: [
        {
          study: 'relu-versus-sigmoid',
          scale: 'quick',
          engine: 'wasm',
          gates: true,
          gate: 'supported',
          validRuns: 30,
          obtained: Object.fromEntries(
            names.map((name) => [
              `${name}-seed-1`,
              { how: 'trained', reason: 'stale (the dataset changed)' },
            ]),
          ),
          audits,
          spotChecks: [],
          chances: 'nothing was stored to check',
        },
      ],
    });
  });

  it('says what was spot-checked, and by that with which chances a forgery escapes', () => {
    // Of two shards, each with its own draw: the steps of b were repeated by both.
    const first = ['first 8 steps of b', 'first 9 steps of a', 'first 5 steps of b'];
    const spotChecks = ['weights of a', ...first, 'weights of c', 'probe of d', 'probe of e'].map((what) => ({
      what,
      digest: 'd',
    }));
    const text = summary([{ ...sound, spotChecks }], ended, []);
    expect(text).toContain(
      `Spot checks: weights and predictions of 2 networks, ${first.join(', ')}, 2 of the probe’s networks came out as recorded; an accuracy `,
    );
    expect(text).toMatch(/made up, with 0\.93, one forged network of the probe with 1\.00\.\n/); // 28 of 30, 598 of 600
  });
});

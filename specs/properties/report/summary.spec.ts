import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sessionResult } from '../../../src/report/session-result.ts';
import { sessionText, summary } from '../../../src/report/summary.ts';
import { type Conclusion, exitCodes } from '../../../src/runner/conclusion.ts';
import { passing, session } from './planted-session.ts';

const sound = sessionResult(session, passing('supported', 4), 0);
const nothing = sessionResult(session, [], 0);
const said = (result: Partial<typeof sound>, written?: string, conclusion: Conclusion = 'held') =>
  summary(session, { ...nothing, ...result }, conclusion, written);

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
    const text = said({ problems: ['relu-depth-1-seed-1: no space left', 'a shard is missing'] });
    expect(text).toContain(' PROBLEM: relu-depth-1-seed-1: no space left\n PROBLEM: a shard is missing\n');
  });

  it('says where the findings are, or that and why they were not written', () => {
    expect(said({}, join(process.cwd(), 'reports', 'findings.md'))).toContain(
      'Findings: reports/findings.md',
    );
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
    ['held', 'what was asked for holds; no verdict on the claim (exit code 0)'],
    ['supported', 'the gate is supported (exit code 0)'],
    ['failed', 'a property failed, so no verdict counts (exit code 1)'],
    ['refuted', 'the gate is refuted (exit code 3)'],
    ['inconclusive', 'the gate is inconclusive (exit code 4)'],
    ['evidence', 'evidence is missing, invalid or not reproduced, so no verdict counts (exit code 5)'],
  ])('ends with the conclusion and its exit code: %s', (conclusion, words) => {
    expect(said({}, undefined, conclusion)).toMatch(/Conclusion: (.*)\.$/);
    expect(said({}, undefined, conclusion)).toContain(`Conclusion: ${words}.`);
  });
});

describe('sessionText', () => {
  it('says for machines what the summary says for people', () => {
    const audits = [{ run: 'relu-depth-1-seed-1', equal: false }];
    const problems = ['relu-depth-1-seed-1: differs'];
    const text = sessionText(session, { ...sound, audits, problems }, 'evidence');
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text)).toEqual({
      schema: 1,
      conclusion: 'evidence',
      exitCode: exitCodes.evidence,
      scale: 'quick',
      engine: 'wasm',
      validRuns: 30,
      obtained: Object.fromEntries(
        [
          'relu-depth-8-seed-1',
          'sigmoid-depth-8-seed-1',
          'relu-depth-6-seed-1',
          'sigmoid-depth-6-seed-1',
        ].map((name) => [name, { how: 'trained', reason: 'stale (the dataset changed)' }]),
      ),
      audits,
      spotChecks: [],
      spotChecksDrawnAfresh: true,
      chances: 'nothing was stored to check',
      problems,
    });
  });

  it.each([
    [true, ''],
    [false, ' Drawn from AUDIT_SEED, not afresh.'],
  ])('says what was spot-checked, and whether that was drawn afresh: %s', (drawnAfresh, added) => {
    const spotChecks = ['weights of a', 'first 8 steps of b', 'weights of c', 'probe of seed 7'];
    const text = summary(
      { ...session, drawnAfresh, chances: 'it escapes rarely' },
      { ...sound, spotChecks },
      'held',
      undefined,
    );
    expect(text).toContain(
      `Spot checks: weights and predictions of 2 networks, first 8 steps of b, probe of seed 7 came out as recorded; it escapes rarely.${added}\n`,
    );
  });
});

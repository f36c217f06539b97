import { describe, expect, it } from 'vitest';
import type { Outcome, Verdict } from '../../../src/judging/verdict.ts';
import { plainWords } from '../../../src/report/plain-words.ts';
import { conclusions } from '../../../src/studies/relu-versus-sigmoid/conclusions.ts';
import { hypotheses, study } from '../../support/this-study.ts';

/** Verdicts on every hypothesis, with these outcomes; those that are not named are inconclusive. */
function verdictsOf(outcomes: Readonly<Record<string, Outcome>> = {}, reason = ''): Verdict[] {
  return hypotheses.map(({ id }) => ({
    id,
    outcome: outcomes[id] ?? 'inconclusive',
    comparisons: [],
    reason,
  }));
}

describe('plainWords', () => {
  it('answers the question of every hypothesis, in the study’s order, by its own outcome', () => {
    for (const outcome of ['supported', 'refuted', 'inconclusive'] as const) {
      for (const [index, { id, question, answers }] of hypotheses.entries()) {
        const words = plainWords(study, verdictsOf({ [id]: outcome }))[index];
        expect(words).toBe(`${question} ${answers[outcome]} (${id}).`);
        expect(words).toMatch(/^[A-Z].*\? .*\(H\w+\)\.$/);
      }
    }
  });

  it('says of what its family left untested that it is, rather than that it is undecided', () => {
    const reason = 'Not tested: H9a comes first and is not supported. Alone: supported.';
    const words = plainWords(study, verdictsOf({}, reason));
    expect(words).toContain('By such statistics, does Sigmoid gain from depth? Not tested (H9b).');
  });

  it('says nothing of what was not judged', () => {
    expect(plainWords({ ...study, prose: { ...study.prose, conclusions: () => [] } }, [])).toEqual([]);
  });

  it('answers no two outcomes of a hypothesis alike, and undecided ones all alike', () => {
    for (const { answers } of hypotheses) {
      expect(new Set(Object.values(answers)).size).toBe(3);
      expect(answers.inconclusive).toBe('Not decided by this evidence');
      expect(answers.supported).toMatch(/^Yes/);
      expect(answers.refuted).toMatch(/^No/);
    }
  });
});

describe('conclusions', () => {
  const said = (shrinks: Outcome, ablation: Outcome, lead: Outcome = 'supported') =>
    conclusions(verdictsOf({ H1: lead, H7: shrinks, H8: ablation })).join('\n');

  // A conclusion about the cause needs something to be caused, and the ablation.
  it('concludes on the cause no more than the lead, the gradient and the ablation allow', () => {
    expect(said('refuted', 'supported')).toBe(
      'Is it the vanishing gradient, then? Between the blocks nothing speaks for it: with batch norm, which the notebook’s ' +
        'networks have, it does not vanish with depth at initialisation, and from the last block to the first Sigmoid’s falls ' +
        'off no faster than ReLU’s (H1, H7, H8).',
    );
    expect(said('inconclusive', 'supported')).toMatch(/then\? Not decided: .* is open \(H1, H7, H8\)\.$/);
    expect(said('supported', 'supported')).toMatch(
      /then\? It may have a part: .* faster than ReLU’s \(H1, H7, H8\)\.$/,
    );
    for (const shrinks of ['supported', 'refuted', 'inconclusive'] as const) {
      expect(said(shrinks, 'refuted') + said(shrinks, 'inconclusive')).toBe('');
      expect(said(shrinks, 'supported', 'refuted') + said(shrinks, 'supported', 'inconclusive')).toBe('');
    }
  });

  it('says that between the blocks both change alike only where H7b is supported', () => {
    const alike = (outcome: Outcome) =>
      conclusions(verdictsOf({ H1: 'supported', H7: 'inconclusive', H7b: outcome, H8: 'supported' }))[0];
    expect(alike('supported')).toContain('changes alike with both, to within a tenth (H7b), and whether');
    for (const outcome of ['refuted', 'inconclusive'] as const) expect(alike(outcome)).not.toContain('alike');
  });

  it('says which of H7’s comparisons is decided where they are not together', () => {
    const verdicts = verdictsOf({ H1: 'supported', H8: 'supported' }).map((verdict) => {
      if (verdict.id !== 'H7') return verdict;
      const comparison = { label: 'at initialisation, ln per block', outcome: 'refuted' };
      return {
        ...verdict,
        comparisons: [
          comparison,
          { ...comparison, label: 'over training, ln per block', outcome: 'inconclusive' },
        ],
      };
    }) as Verdict[];
    expect(conclusions(verdicts)[0]).toContain(
      'is open: at initialisation refuted, over training inconclusive (H1, H7, H8).',
    );
  });

  it('needs its verdicts', () => expect(() => conclusions([])).toThrow('H1'));
});

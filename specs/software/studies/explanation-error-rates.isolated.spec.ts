/** How often the rules of the seven explanations are wrong, and how often they find what is there, by simulation of whole studies. */
import { describe, expect, it, vi } from 'vitest';
import type { Hypothesis } from '../../../src/judging/hypothesis.ts';
import type { Outcome } from '../../../src/judging/verdict.ts';
import { design } from '../../../src/studies/why-sigmoid-lags/design.ts';
import { hypotheses } from '../../../src/studies/why-sigmoid-lags/hypotheses.ts';
import { chernoff } from '../../support/chernoff.ts';
import { outcomeFrequencies } from '../../support/outcome-frequencies.ts';
import {
  asReadBy,
  evidenceOf,
  standardised,
  type World,
  worldOf,
  worlds,
} from '../../support/planted-explanations.ts';

// How many seeds would be needed is worked out after the outcome and takes most of the time.
vi.mock('../../../src/statistics/power.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../../../src/statistics/power.ts')>()),
  seedsNeeded: () => undefined,
}));

const { gainPoints, alikePoints, informationPoints } = design.analysis;
const FALSE_ALARM = 1e-6;
const idOf = (id: string) => hypotheses.find((hypothesis) => hypothesis.id === id)!;

describe('the rules', () => {
  const trials = 1500;
  const frequencies = (hypothesis: Hypothesis, world: World): Record<Outcome, number> => {
    const read = asReadBy(hypothesis, world);
    return outcomeFrequencies(hypothesis, trials, (draw) => evidenceOf(read, draw));
  };
  /** Expects a frequency to be that of an event of at most 5 %, as far as so many trials can tell. */
  const expectAtMost5 = (frequency: number) =>
    expect(frequency).toBeLessThan(chernoff(trials, 0.05, FALSE_ALARM)[1]);

  // At the border of each claim it is as false as it can be and still be false.
  it.each([
    ['E1', { 'sigmoid-loss-times-16-4': 28 + gainPoints }],
    ['E4', { 'centredSigmoid-4': 28 + gainPoints }],
    ['E5', { 'sigmoid-epochs-times-4-4': 45 - alikePoints }],
    ['E6', { 'readout relu': 30 + informationPoints }],
    ['E3', standardised(45, 36.5)],
    ['E7', { 'hidden centredSigmoid': 4 }],
    ['E2', { 'rectifiedSigmoid-4': 36.5, 'identity-4': 20 }],
  ] as const)(
    'of %s support a claim that just fails at most 5 % of the time (false alarm: 1e-6)',
    (id, differs) => expectAtMost5(frequencies(idOf(id), worldOf(differs)).supported),
  );

  // As far as a rule's refutation is one bound, it errs as often; where it is several, less.
  it.each([
    ['E4', { 'centredSigmoid-4': 28 + gainPoints }],
    ['E5', { 'sigmoid-epochs-times-4-4': 45 - alikePoints }],
    ['E3', standardised(45, 45 - 0.75 * 17)],
    ['E7', { 'hidden centredSigmoid': 6 }],
    ['E2', { 'rectifiedSigmoid-4': 28 + 17 / 4, 'identity-4': 20 }],
    ['E1', { 'sigmoid-loss-times-16-4': 28 + gainPoints }],
  ] as const)(
    'of %s refute a claim that just holds at most 5 % of the time (false alarm: 1e-6)',
    (id, differs) => expectAtMost5(frequencies(idOf(id), worldOf(differs)).refuted),
  );

  it.each(worlds)(
    '%s finds what is there with seeds that differ by a point (at least 90 %; false alarm: 1e-6)',
    (id, holds) => {
      const { supported } = frequencies(idOf(id), worldOf(holds));
      const [low] = chernoff(trials, 0.9, FALSE_ALARM);
      expect(supported).toBeGreaterThan(low);
    },
  );
});

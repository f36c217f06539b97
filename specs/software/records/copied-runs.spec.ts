/** A seed that was copied from another is no evidence: it would make any effect look certain. */
import { describe, expect, it } from 'vitest';
import { IncompleteEvidence } from '../../../src/records/evidence.ts';
import { asTheNotebookSays } from '../../support/planted-accuracies.ts';
import { plantedEvidence, plantedFingerprint } from '../../support/planted-evidence.ts';
import { evidenceOf, runName } from '../../support/this-study.ts';

const { scale, records, probe } = plantedEvidence(asTheNotebookSays);

const store = { fingerprint: plantedFingerprint };

describe('evidenceOf', () => {
  it('accepts the records in any order and puts them in the study’s', () => {
    expect(evidenceOf(scale, store, [...records].reverse(), probe).records).toEqual(records);
  });

  it('refuses two runs that ended in the same state, and names both', () => {
    const [first, second, ...others] = records;
    const copied = { ...first!, run: second!.run };
    expect(() => evidenceOf(scale, store, [first!, copied, ...others], probe)).toThrow(
      `${runName(second!.run)} and ${runName(first!.run)} end in the same state: one is a copy`,
    );
  });

  // The last epoch's link, not the first: all runs of a condition could begin alike without being copies.
  it('compares the ends of their chains, whatever else was changed on the copy', () => {
    const [first, second, ...others] = records;
    const begun = { ...second!, chain: [first!.chain[0]!, ...second!.chain.slice(1)] };
    expect(evidenceOf(scale, store, [first!, begun, ...others], probe).records).toHaveLength(30);
    const ended = { ...second!, chain: [...second!.chain.slice(0, -1), first!.chain.at(-1)!] };
    expect(() => evidenceOf(scale, store, [first!, ended, ...others], probe)).toThrow('one is a copy');
  });

  it('refuses an absent and a double run', () => {
    expect(() => evidenceOf(scale, store, records.slice(1), probe)).toThrow(IncompleteEvidence);
    expect(() => evidenceOf(scale, store, [...records, records[0]!], probe)).toThrow('got 2');
  });
});

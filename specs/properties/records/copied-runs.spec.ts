/** A seed that was copied from another is no evidence: it would make any effect look certain. */
import { describe, expect, it } from 'vitest';
import { IncompleteEvidence } from '../../../src/records/evidence.ts';
import { evidenceOf } from '../../../src/records/gather-evidence.ts';
import { syntheticEvidence } from '../../support/synthetic-evidence.ts';
import { asTheNotebookSays } from '../hypotheses/planted.ts';

const { scale, engine, records, probe } = syntheticEvidence(asTheNotebookSays);

describe('evidenceOf', () => {
  it('accepts the records in any order and puts them in the study’s', () => {
    expect(evidenceOf(scale, engine, [...records].reverse(), probe).records).toEqual(records);
  });

  it('refuses two runs that ended with the same weights, and names both', () => {
    const [first, second, ...others] = records;
    const copied = { ...first!, run: second!.run };
    expect(() => evidenceOf(scale, engine, [first!, copied, ...others], probe)).toThrow(
      /have the same final weights/,
    );
  });

  it('refuses an absent and a double run', () => {
    expect(() => evidenceOf(scale, engine, records.slice(1), probe)).toThrow(IncompleteEvidence);
    expect(() => evidenceOf(scale, engine, [...records, records[0]!], probe)).toThrow('got 2');
  });
});

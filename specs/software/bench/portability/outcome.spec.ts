import { describe, expect, it } from 'vitest';
import { differences, exitCodeOf } from '../../../../bench/portability/outcome.ts';
import { absent, computed, different, failed, golden } from '../../../support/planted-answers.ts';

const [training, probe] = Object.keys(golden) as [string, string];

describe('differences', () => {
  it('finds none in the golden answer itself', () => {
    expect(differences(golden, golden)).toEqual([]);
  });

  it('names the first digest that differs, and the last as the platform has it', () => {
    expect(differences(golden, different)).toEqual([
      { name: training, from: 'step 1', digest: 'b'.repeat(64) },
    ]);
  });

  it('notices a case that is missing, empty, cut short or not due', () => {
    const { [probe]: gradients, ...rest } = golden;
    const missing = [{ name: probe, from: undefined, digest: undefined }];
    expect(differences(golden, rest)).toEqual(missing);
    expect(differences(golden, { ...golden, [probe]: {} })).toEqual(missing);
    const cut = { ...golden, [probe]: { weights: gradients?.weights ?? '' } };
    expect(differences(golden, cut)).toMatchObject([{ name: probe, from: 'gradients' }]);
    const more = { ...golden, more: { weights: '6' } };
    expect(differences(golden, more)).toEqual([{ name: 'more', from: 'weights', digest: '6' }]);
  });

  it('notices a digest that is not due', () => {
    const more = { ...golden, [probe]: { ...golden[probe], more: '6' } };
    expect(differences(golden, more)).toEqual([{ name: probe, from: 'more', digest: '6' }]);
  });
});

describe('exitCodeOf', () => {
  const agreeing = computed('Node 22', golden);

  it('is 0 where every platform that is there agrees', () => {
    expect(exitCodeOf(golden, [agreeing, computed('arm64', golden)], false)).toBe(0);
    expect(exitCodeOf(golden, [agreeing, absent], false)).toBe(0);
  });

  it('is 1 where one differs or gives no answer', () => {
    expect(exitCodeOf(golden, [agreeing, computed('arm64', different)], false)).toBe(1);
    expect(exitCodeOf(golden, [agreeing, computed('arm64', {})], false)).toBe(1);
    expect(exitCodeOf(golden, [agreeing, failed], false)).toBe(1);
  });

  it('is 1 where one is absent and all have to be there', () => {
    expect(exitCodeOf(golden, [agreeing, absent], true)).toBe(1);
    expect(exitCodeOf(golden, [agreeing], true)).toBe(0);
  });

  it('is 1 where none is there: nothing was compared', () => {
    expect(exitCodeOf(golden, [absent], false)).toBe(1);
    expect(exitCodeOf(golden, [], false)).toBe(1);
  });
});

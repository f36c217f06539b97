import { describe, expect, it } from 'vitest';
import { pStatement, pText } from '../../../src/judging/p-text.ts';

describe('pText and pStatement', () => {
  it.each([
    [1, '1.0000', 'p = 1.0000'],
    [0.03214, '0.0321', 'p = 0.0321'],
    [0.0001, '0.0001', 'p = 0.0001'],
    [0.0000999, '< 0.0001', 'p < 0.0001'],
    [0, '< 0.0001', 'p < 0.0001'],
  ])('print %d as %s', (p, text, statement) => {
    expect([pText(p), pStatement(p)]).toEqual([text, statement]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toColumns, toTexts } from '../../columns.ts';

/** A record as far as its columns are concerned, with whatever stands around them. */
const texts = fc.array(
  fc
    .record({
      before: fc.string().map((text) => JSON.stringify(text)),
      losses: fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.slice(0, bytes.length & ~3)),
      running: fc.stringMatching(/^\d{0,20}$/),
      recomputed: fc.stringMatching(/^\d{0,20}$/),
    })
    .map(
      ({ before, losses, running, recomputed }) =>
        `{"run": ${before}, "losses": "${Buffer.from(losses).toString('base64')}", ` +
        `"predictions": {"running": "${running}", "recomputed": "${recomputed}"}}\n`,
    ),
);

describe('toColumns', () => {
  it('keeps every character, whatever the records hold and however long their lists are', () => {
    fc.assert(
      fc.property(texts, (given) => {
        expect(toTexts(toColumns(given))).toEqual(given);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves nothing of what is in a column in the rest', () => {
    const text = '{"losses": "AACAPwAAAEA=", "predictions": {"running": "0123", "recomputed": "0129"}}';
    expect(toColumns([text, text])).toEqual({
      rest: Array(2).fill('{"losses": "", "predictions": {"running": "", "recomputed": ""}}'),
      losses: Array(2).fill('AAAAAIAAP0A='),
      running: ['0123', '0000'],
      recomputed: ['0006', '0006'],
    });
  });

  it('refuses what is no record of a run', () => {
    expect(() => toColumns(['{}'])).toThrow('lacks its losses or predictions');
  });
});

describe('toTexts', () => {
  it('refuses columns of which one is cut', () => {
    const columns = toColumns(['{"losses": "", "running": "1", "recomputed": "2"}']);
    expect(() => toTexts({ ...columns, running: [] })).toThrow('lacks its losses or predictions');
  });
});

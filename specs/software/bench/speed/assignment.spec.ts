/** What a measuring process may answer. */
import { describe, expect, it } from 'vitest';
import { answerSchema } from '../../../../bench/speed/assignment.ts';

const measured = {
  status: 'measured',
  images: 256,
  seconds: 10.5,
  peakMegabytes: 300,
  identity: 'made up 1.0.0',
};

describe('answerSchema', () => {
  it.each([
    { status: 'ready' },
    measured,
    { status: 'absent', reason: 'no torch' },
    { status: 'failed', reason: '' },
  ])('takes the answer $status as it is', (answer) => {
    expect(answerSchema.parse(answer)).toEqual(answer);
  });

  // Catches a line that only looks like an answer, or one that would end in a division by zero.
  it.each<[string, unknown]>([
    ['no status', {}],
    ['an empty status', { status: '' }],
    ['another status', { status: 'done' }],
    ['ready with more to say', { status: 'ready', reason: 'warm' }],
    ['an absence without a reason', { status: 'absent' }],
    ['an absence with more to say', { status: 'absent', reason: 'no torch', code: 1 }],
    ['a failure without a reason', { status: 'failed' }],
    ['a failure with more to say', { status: 'failed', reason: 'ended', code: 1 }],
    ['a measurement without figures', { status: 'measured' }],
    ['a part of an image', { ...measured, images: 0.5 }],
    ['no image', { ...measured, images: 0 }],
    ['no time', { ...measured, seconds: 0 }],
    ['no memory', { ...measured, peakMegabytes: 0 }],
    ['a number as identity', { ...measured, identity: 1 }],
    ['a figure that nobody asked for', { ...measured, loss: 1 }],
    ['a number', 1],
  ])('refuses %s', (_, answer) => {
    expect(answerSchema.safeParse(answer).success).toBe(false);
  });
});

/** The answers of a measurement's processes as one outcome. */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../bench/speed/assignment.ts';
import { combineAnswers, firstFault } from '../../../../bench/speed/combine-answers.ts';

const ready: Answer = { status: 'ready' };
const absent: Answer = { status: 'absent', reason: 'no torch' };
const failed: Answer = { status: 'failed', reason: '\n no /home/someone/module.node \n' };

const answer = (
  images: number,
  seconds: number,
  peakMegabytes: number,
  identity = 'made up 1.0.0',
): Answer => ({
  status: 'measured',
  images,
  seconds,
  peakMegabytes,
  identity,
});

describe('firstFault', () => {
  it('is nothing while all are ready or have measured', () => {
    expect(firstFault([])).toBeUndefined();
    expect(firstFault([ready, ready])).toBeUndefined();
    expect(firstFault([answer(256, 10, 300), ready])).toBeUndefined();
  });

  it('is the first that is absent or failed, wherever it stands', () => {
    expect(firstFault([ready, absent, failed])).toEqual({ status: 'absent', reason: 'no torch' });
    expect(firstFault([ready, failed, absent])).toMatchObject({ status: 'failed' });
  });

  it('gives the reason without paths and without the space around it', () => {
    expect(firstFault([failed])).toEqual({ status: 'failed', reason: 'no …/module.node' });
  });
});

describe('combineAnswers', () => {
  // 256 images in 10 s are 25.6 a second, in 8 s 32, and 64 in 10 s are 6.4; together 64.
  it('adds the speeds of processes, takes the largest memory and the first identity', () => {
    const answers = [
      answer(256, 10, 200, 'first'),
      answer(256, 8, 300, 'second'),
      answer(64, 10, 250, 'third'),
    ];
    expect(combineAnswers(answers)).toEqual({
      status: 'measured',
      imagesPerSecond: 64,
      peakMegabytes: 300,
      identity: 'first',
    });
  });

  it('is the fault of the first process that has one', () => {
    expect(combineAnswers([answer(256, 10, 300), failed])).toEqual({
      status: 'failed',
      reason: 'no …/module.node',
    });
    expect(combineAnswers([absent, answer(256, 10, 300)])).toEqual(absent);
  });

  // Catches half a measurement that passes for a whole one.
  it.each<[string, Answer[]]>([
    ['one process says that it is ready again', [answer(256, 10, 300), ready]],
    ['that process comes first', [ready, answer(256, 10, 300)]],
    ['all are only ready', [ready, ready]],
    ['there is no process', []],
  ])('fails if %s', (_, answers) => {
    expect(combineAnswers(answers)).toEqual({
      status: 'failed',
      reason: 'a process gave another answer than its measurement',
    });
  });
});

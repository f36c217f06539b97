/** What the processes of one measurement answered, as one outcome. */
import type { Answer, Outcome } from './assignment.ts';
import { withoutPaths } from './machine.ts';

type Measured = Extract<Answer, { status: 'measured' }>;

/** The first process that cannot go on, as an outcome; undefined if all are ready. */
export function firstFault(answers: readonly Answer[]): Outcome | undefined {
  const fault = answers.find(({ status }) => status === 'absent' || status === 'failed');
  if (fault?.status !== 'absent' && fault?.status !== 'failed') return undefined;
  return { status: fault.status, reason: withoutPaths(fault.reason.trim()) };
}

/**
 * Sums the speeds of processes that measured at the same time.
 *
 * @param answers - one a process
 * @returns the sum, or the fault of the first process that has one
 */
export function combineAnswers(answers: readonly Answer[]): Outcome {
  const fault = firstFault(answers);
  if (fault) return fault;
  const measured = answers.filter((answer): answer is Measured => answer.status === 'measured');
  const [first] = measured;
  if (!first || measured.length < answers.length) {
    return { status: 'failed', reason: 'a process gave another answer than its measurement' };
  }
  return {
    status: 'measured',
    imagesPerSecond: measured.reduce((sum, { images, seconds }) => sum + images / seconds, 0),
    peakMegabytes: Math.max(...measured.map(({ peakMegabytes }) => peakMegabytes)),
    identity: first.identity,
  };
}

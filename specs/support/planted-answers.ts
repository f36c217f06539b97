/** Answers that no platform gave, for the specs of how answers are compared and told. */
import type { Answer } from '../../bench/portability/answer-task.ts';
import type { Asked } from '../../bench/portability/outcome.ts';

const digest = (digit: string) => digit.repeat(64);

export const golden: Answer = {
  'dense-5-relu': { 'step 0': digest('1'), 'step 1': digest('2'), 'step 3': digest('3') },
  'dense-5-tanh-without-batch-norm': { weights: digest('4'), gradients: digest('5') },
};

/** Agrees up to step 1, and no further. */
export const different: Answer = {
  ...golden,
  'dense-5-relu': { 'step 0': digest('1'), 'step 1': digest('a'), 'step 3': digest('b') },
};

export const absent: Asked = {
  platform: 'Firefox',
  outcome: { kind: 'absent', install: '`apt-get install firefox-esr` installs it' },
};
export const failed: Asked = {
  platform: 'WebKit',
  outcome: { kind: 'failed', reason: 'ended before it answered (1)\nno display' },
};

export function computed(platform: string, answer: Answer): Asked {
  return { platform, outcome: { kind: 'computed', version: `${platform}.1`, answer } };
}

/** The short form of `npm run torture`: real processes, real kills, the bytes of an undisturbed run. */
import { expect, it } from 'vitest';
import { killAndResume } from '../../support/kill-and-resume.ts';
import { plantedFingerprint } from '../../support/planted-evidence.ts';

it('a run that is killed again and again ends with the bytes of one that was not', async () => {
  const result = await killAndResume(6, 1, plantedFingerprint);
  expect(result).toMatchObject({ kills: 6, different: 0, failures: [] });
  expect(result.finished).toBeGreaterThan(0);
});

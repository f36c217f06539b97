/** What a failing property tells the person who has to mend it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertySeed } from '../../support/property-seed.ts';

const tooLarge = fc.property(
  fc.array(fc.nat()),
  (values) => values.reduce((a, b) => Math.max(a, b), 0) < 1000,
);

/** What a property says when it fails. */
function complaint(assert: () => void): string {
  try {
    assert();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('a failing property', () => {
  it("prints its seed, its path and a command that replays it (even with 'quotes')", () => {
    const seed = propertySeed(process.env);
    const message = complaint(() => fc.assert(tooLarge));
    const path = /path: "([\d:]+)"/.exec(message)![1]!;
    expect(message).toContain(`{ seed: ${seed}, path: "${path}"`);
    expect(message).toContain('Counterexample: [[1000]]');
    expect(message).toContain(
      `Replay: FC_SEED=${seed} FC_PATH=${path} npx vitest run --project software specs/software/support/replay.spec.ts ` +
        "-t 'a failing property prints its seed. its path and a command that replays it .even with .quotes..'",
    );
    // The path leads straight to the counterexample.
    const { counterexample, numRuns } = fc.check(tooLarge, { seed, path, endOnFailure: true });
    expect([counterexample, numRuns]).toEqual([[[1000]], 1]);
  });

  it('does so also when it is asynchronous', async () => {
    const failing = fc.asyncProperty(fc.nat(), async (value) => value < 10);
    await expect(fc.assert(failing)).rejects.toThrow(/Replay: FC_SEED=/);
  });

  it('says nothing when it holds', () => {
    expect(complaint(() => fc.assert(fc.property(fc.nat(), () => true)))).toBe('');
  });
});

describe('propertySeed', () => {
  it('is the same for everybody unless FC_SEED says otherwise', () => {
    expect(propertySeed({})).toBe(propertySeed({ FC_SEED: '' }));
    expect(propertySeed({ FC_SEED: '-7' })).toBe(-7);
  });

  it.each(['x', '1.5', '1e99'])('refuses FC_SEED=%s, naming it', (text) => {
    expect(() => propertySeed({ FC_SEED: text })).toThrow(`FC_SEED needs an integer, got ${text}`);
  });
});

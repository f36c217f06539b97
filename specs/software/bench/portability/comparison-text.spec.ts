import { describe, expect, it } from 'vitest';
import { comparisonText, outcomeText } from '../../../../bench/portability/comparison-text.ts';
import { absent, computed, different, failed, golden } from '../../../support/planted-answers.ts';

describe('comparisonText', () => {
  it('sets platforms, then cases by platforms, where all agree', () => {
    expect(comparisonText(golden, [computed('Node 22', golden), absent])).toBe(
      `
| platform | version   | outcome                                           |
| :------- | :-------- | :------------------------------------------------ |
| Node 22  | Node 22.1 | ✓ 2 of 2 agree                                    |
| Firefox  | –         | absent: \`apt-get install firefox-esr\` installs it |

| training                        | golden         | Node 22 |
| :------------------------------ | :------------- | :------ |
| dense-5-relu                    | \`333333333333\` | ✓       |
| dense-5-tanh-without-batch-norm | \`555555555555\` | ✓       |
`.trim(),
    );
  });

  it('shows a planted difference in its cell, and says where it begins', () => {
    const text = comparisonText(golden, [computed('arm64', different)]);
    expect(text).toMatch(/arm64 +\| arm64.1 \| ✗ 1 of 2 differ/);
    expect(text).toMatch(/dense-5-relu +\| `333333333333` \| ✗ `bbbbbbbbbbbb` \|/);
    expect(text).toMatch(/dense-5-tanh-without-batch-norm +\| `555555555555` \| ✓ +\|/);
    expect(text).toContain(`- arm64: dense-5-relu differs from step 1 on, and ends in ${'b'.repeat(64)}`);
  });

  it('says what is missing', () => {
    const text = comparisonText(golden, [
      computed('arm64', { 'dense-5-relu': golden['dense-5-relu'] ?? {} }),
    ]);
    expect(text).toMatch(/✗ missing \|/);
    expect(text).toContain('- arm64: dense-5-tanh-without-batch-norm is missing');
  });

  it('tells why a platform failed: in a line within the table, whole below it', () => {
    const text = comparisonText(golden, [failed]);
    expect(text).toContain('| ✗ failed: ended before it answered (1) |');
    expect(text).toContain('- WebKit: ended before it answered (1)\n  no display');
  });
});

describe('outcomeText', () => {
  it('says how an absent platform is installed', () => {
    expect(outcomeText(golden, absent)).toBe('absent: `apt-get install firefox-esr` installs it');
  });
});

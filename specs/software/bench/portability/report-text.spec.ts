import { describe, expect, it } from 'vitest';
import { comparisonText } from '../../../../bench/portability/comparison-text.ts';
import { reportText } from '../../../../bench/portability/report-text.ts';
import { computed, golden } from '../../../support/planted-answers.ts';

describe('reportText', () => {
  const comparison = comparisonText(golden, [computed('Node 22', golden)]);

  it('sets the comparison below what it means, and ends in one line end', () => {
    const text = reportText(comparison, undefined);
    expect(text).toMatch(/^# Portability\n\n/);
    expect(text.endsWith(`\n\n${comparison}\n`)).toBe(true);
    expect(text).not.toContain('undefined');
  });

  it('says what a whole run was compared with', () => {
    expect(reportText(comparison, 'Its record.')).toContain(`\n\nIts record.\n\n${comparison}`);
  });
});

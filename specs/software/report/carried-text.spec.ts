import { describe, expect, it } from 'vitest';
import { nodeHost } from '../../../src/node-host.ts';
import type { Attestation } from '../../../src/records/attestation.ts';
import { seal } from '../../../src/records/seal.ts';
import { carriedText } from '../../../src/report/carried-text.ts';
import { plantedFingerprint } from '../../support/planted-evidence.ts';
import { evidenceFor } from '../../support/planted-report.ts';
import { evidenceOf } from '../../support/this-study.ts';

const { scale, records, probe } = evidenceFor('supported');
const today = { ...plantedFingerprint, source: 'd'.repeat(64), kernels: 'e'.repeat(64) };

function carriedBy(date: string): Attestation {
  const entries = [...records, probe].map(({ digest }, index) => ({
    scale,
    name: `record ${index}`,
    digest,
    extent: index < 30 ? { kind: 'whole' as const } : { kind: 'seeds' as const, seeds: 4 },
  }));
  return seal({ schema: 1 as const, date, to: today, records: entries }, nodeHost);
}

describe('carriedText', () => {
  it('says nothing where the present code computed everything, attested or not', () => {
    for (const attestation of [undefined, carriedBy('2026-12-01')]) {
      const evidence = evidenceOf(scale, { fingerprint: plantedFingerprint, attestation }, records, probe);
      expect(carriedText(evidence)).toEqual([]);
    }
  });

  it('names both codes, the day, and what was recomputed', () => {
    const store = { fingerprint: today, attestation: carriedBy('2026-12-01') };
    const [text, ...others] = carriedText(evidenceOf(scale, store, records, probe));
    expect(others).toEqual([]);
    expect(text).toBe(
      `**Carried.** 31 of 31 records were computed by source \`${plantedFingerprint.source.slice(0, 12)}\` (kernels ` +
        `\`${plantedFingerprint.kernels.slice(0, 12)}\`) and hold for the present one, \`dddddddddddd\` (kernels ` +
        '`eeeeeeeeeeee`), because what was recomputed of them under it on 2026-12-01 gave the same bits: 30 by the whole; 1 by the probes ' +
        'of the first 4 seeds.',
    );
  });

  it('speaks of one record as of one', () => {
    const store = { fingerprint: today, attestation: carriedBy('2026-12-01') };
    const own = records.map((record) => ({ ...record, fingerprint: today }));
    const [text] = carriedText(evidenceOf(scale, store, own, probe));
    expect(text).toMatch(/1 of 31 records was computed by source .* and holds for/);
  });
});

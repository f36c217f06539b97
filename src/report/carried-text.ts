/** How many records were carried, from which code to which, when, and what was recomputed for it. */
import type { Evidence } from '../records/evidence.ts';
import type { Fingerprint } from '../records/fingerprint-schema.ts';

/** @returns one paragraph; none if nothing was carried */
export function carriedText({ records, probe, carried }: Evidence): readonly string[] {
  if (!carried) return [];
  const { to, date, extents } = carried;
  const all = [...records, probe].map(({ fingerprint }) => fingerprint);
  const others = all.filter((fingerprint) => JSON.stringify(fingerprint) !== JSON.stringify(to));
  const sources = [...new Set(others.map(shown))];
  const [were, hold] = others.length === 1 ? ['was', 'holds'] : ['were', 'hold'];
  return [
    `**Carried.** ${others.length} of ${all.length} records ${were} computed by source ${sources.join(' or ')} and ${hold} for the present one, ` +
      `${shown(to)}, because what was recomputed of them under it on ${date} gave the same bits: ${extents.join('; ')}.`,
  ];
}

function shown({ source, kernels }: Fingerprint): string {
  return `\`${source.slice(0, 12)}\` (kernels \`${kernels.slice(0, 12)}\`)`;
}

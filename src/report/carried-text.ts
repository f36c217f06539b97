/** What the report says of records that other code computed, and that were carried to the code as it stands. */
import type { Evidence } from '../records/evidence.ts';
import type { Fingerprint } from '../records/fingerprint-schema.ts';

/**
 * Says how many records were carried, from which code to which, when, and what was recomputed for it.
 *
 * @returns one paragraph per code that computed some of them; none if nothing was carried
 */
export function carriedText({ records, probe, carried }: Evidence): readonly string[] {
  if (!carried) return [];
  const { to, date, extents } = carried;
  const others = [...records, probe].map(({ fingerprint }) => fingerprint);
  const sources = new Map(others.map((fingerprint) => [JSON.stringify(fingerprint), fingerprint]));
  sources.delete(JSON.stringify(to));
  return [...sources].map(([key, from]) => {
    const count = others.filter((fingerprint) => JSON.stringify(fingerprint) === key).length;
    return (
      `**Carried.** ${count} of ${others.length} records were computed by source ${shown(from)} and hold for the present one, ` +
      `${shown(to)}, because recomputing them under it on ${date} gave the same bits: ${extents.join('; ')}.`
    );
  });
}

function shown({ source, kernels }: Fingerprint): string {
  return `\`${source.slice(0, 12)}\` (kernels \`${kernels.slice(0, 12)}\`)`;
}

/** What the report says of its rules: when they were registered, and what was amended since. */
import type { Study } from '../study.ts';
import { wordTable } from './table.ts';

/** The registration with every amendment: what had been seen by then, and each change with its reason. */
export function registrationText({ registration }: Study): string {
  const { date, digest, amendments } = registration;
  const registered = `Design and rules were registered on ${date}, under digest \`${digest.slice(0, 12)}\`; the repository’s history shows them and every change`;
  if (amendments.length === 0) return `${registered}. Nothing was amended since.`;
  const tables = amendments.map((one) => {
    const rows = one.changes.map(({ before, after, reason }) => [before, after, reason]);
    return [
      `Amended on ${one.date}, digest \`${one.digest.slice(0, 12)}\`. What had been seen: ${one.seen}`,
      wordTable([['Before', 'After', 'Reason'], ...rows]),
    ].join('\n\n');
  });
  return [`${registered}.`, ...tables].join('\n\n');
}

/** Which hypotheses are judged together, and which are exploratory. */
export function familiesText({ analysis, hypotheses }: Study): string {
  const { alpha, sequences, together } = analysis;
  const ordered = sequences.map((ids) => ids.join(', then ')).join('; and ');
  const byHolm = together.length > 0 ? `; and ${together.join(' and ')} together, by Holm’s procedure` : '';
  const families = sequences.length + (together.length > 0 ? 1 : 0);
  if (families === 0) return 'Each hypothesis is judged by itself, at the level that its rule names.';
  const others = hypotheses.filter(({ status }) => status === 'exploratory').map(({ id }) => id);
  return (
    `Confirmatory, each family at ${100 * alpha} %: ${ordered}, where what follows a hypothesis that is not supported is ` +
    `not tested${byHolm}. ${families} ${families === 1 ? 'family' : 'families'} together support something false with a chance of at most ${100 * alpha * families} %; a refutation is at its rule’s own level, without a correction. Exploratory, each at ` +
    `its own level, without a correction for their number: ${others.join(', ')}.`
  );
}

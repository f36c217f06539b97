/** Edits a record the way a careful forger would, for specs of what is noticed even so. */
import { createHash } from 'node:crypto';

/** A record as plain data that anything may be done to. */
// biome-ignore lint/suspicious/noExplicitAny: corruption does not respect types
export type Draft = any;

/** The record's text after an edit that leaves its digest as it was. */
export function edited(record: object, edit: (draft: Draft) => void): string {
  const draft = structuredClone(record) as Draft;
  edit(draft);
  return `${JSON.stringify(draft, null, 1)}\n`;
}

/** The record's text after an edit and with the digest computed anew, so that only contradictions betray it. */
export function resealed(record: object, edit: (draft: Draft) => void): string {
  return edited(record, (draft) => {
    edit(draft);
    const { digest: _, ...content } = draft;
    draft.digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  });
}

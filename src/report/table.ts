/** A markdown table as the report sets it. */
import { markdownTable } from 'markdown-table';

/** Sets rows, the first of them the header: first column to the left, all others to the right. */
export function table(rows: [string[], ...string[][]]): string {
  return markdownTable(rows, { align: rows[0].map((_, column) => (column === 0 ? 'l' : 'r')) });
}

/** Sets rows of words: all columns to the left. */
export function wordTable(rows: string[][]): string {
  return markdownTable(rows, { align: 'l' });
}

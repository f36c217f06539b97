/** Shows the report's own sentences, which are markdown. */
import { marked } from 'marked';

/** @param text - written by this project, never by a visitor */
export function Markdown({ text }: { readonly text: string }) {
  const inner = marked.parse(text, { async: false });
  return <div class="prose" dangerouslySetInnerHTML={{ __html: inner }} />;
}

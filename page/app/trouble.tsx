/** What went wrong and what to do about it. */
import { Markdown } from './markdown.tsx';

export function Trouble({ problem, remedy }: { readonly problem: string; readonly remedy: string }) {
  return (
    <div class="trouble">
      <p>{problem}</p>
      <Markdown text={remedy} />
    </div>
  );
}

/** Starts the page: reads its content, checks it, and shows it, or says why it cannot. */
import './without-eval.ts';
import { effect } from '@preact/signals';
import { type ComponentChild, render } from 'preact';
import { App } from './app.tsx';
import { theme } from './environment.ts';
import { ContentError, readScale, requireVerdicts, type Shown } from './evidence.ts';
import { Trouble } from './trouble.tsx';
import { unpack } from './unpack.ts';

async function start(root: HTMLElement): Promise<void> {
  let atFirst = true;
  // What was drawn when the page was built stays until there is something to put in its place.
  const show = (what: ComponentChild) => {
    if (atFirst) root.replaceChildren();
    atFirst = false;
    render(what, root);
  };
  try {
    const { head, scales: contents } = await unpack(packedParts());
    const scales: Shown[] = [];
    for await (const content of contents) {
      scales.push(await readScale(content));
      show(<App scales={[...scales]} specimen={head.specimen} whole={true} />);
      performance.mark('read');
    }
    // Afterwards, since it takes longer than a reader waits: none of it is new, unless the page was tampered with.
    for (const shown of scales) await requireVerdicts(shown);
    performance.mark('judged');
  } catch (error) {
    show(<Trouble {...troubleOf(error)} />);
  }
}

// Those before this program at once, the others when the document is whole.
async function* packedParts(): AsyncGenerator<string> {
  const texts = () =>
    Array.from(document.querySelectorAll('script.content'), (part) => part.textContent ?? '');
  const early = texts();
  yield* early;
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  yield* texts().slice(early.length);
}

function troubleOf(error: unknown): { problem: string; remedy: string } {
  const said = error instanceof Error ? error.message : String(error);
  if (error instanceof ContentError) {
    return {
      problem: `The records in this page do not hold: ${said}`,
      remedy:
        'The file was cut or altered, or is of another version than its program. `npm run page:build` makes it anew.',
    };
  }
  return {
    problem: `The page could not be shown: ${said}`,
    remedy: 'Please report these words with your browser’s version.',
  };
}

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

// What is folded away on a screen is wanted on paper.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});

const root = document.getElementById('app');
if (root) void start(root);

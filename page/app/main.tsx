/** Starts the page: reads its content, checks it, and shows it, or says why it cannot. */
import './without-eval.ts';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { breath } from './breath.ts';
import { theme } from './environment.ts';
import { ContentError, readScale, requireVerdicts, type Shown } from './evidence.ts';
import { Trouble } from './trouble.tsx';
import { unpack } from './unpack.ts';

async function start(root: HTMLElement): Promise<void> {
  try {
    const { head, scales: contents } = await unpack(packedParts());
    const scales: Shown[] = [];
    const show = (whole: boolean) =>
      render(<App scales={[...scales]} specimen={head.specimen} whole={whole} />, root);
    for await (const scale of contents) {
      scales.push(await readScale(scale));
      if (scales.length === 1) {
        root.replaceChildren();
        show(false);
        performance.mark('shown'); // what a reader sees first, as soon as it is there
        await breath();
      }
      show(true);
    }
    // Afterwards, since it takes longer than a reader waits: none of it is new, unless the page was tampered with.
    for (const shown of scales) await requireVerdicts(shown);
    performance.mark('judged');
  } catch (error) {
    render(<Trouble {...troubleOf(error)} />, root);
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

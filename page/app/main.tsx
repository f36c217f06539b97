/** Starts the page: reads its content, checks it, and shows it, or says why it cannot. */
import './without-eval.ts';
import { effect } from '@preact/signals';
import { render } from 'preact';
import type { Head, ScaleContent } from '../content.ts';
import { App } from './app.tsx';
import { breath } from './breath.ts';
import { theme } from './environment.ts';
import { ContentError, glanceAt, readScale, requireVerdicts, type Shown } from './evidence.ts';
import { Trouble } from './trouble.tsx';
import { unpack } from './unpack.ts';

async function start(root: HTMLElement): Promise<void> {
  try {
    const { head, scales: contents } = await unpack(packedParts());
    const scales: Shown[] = [];
    for await (const content of contents) {
      if (scales.length === 0) await showBeginning(root, head, content);
      scales.push(await readScale(content));
      render(<App scales={[...scales]} specimen={head.specimen} whole={true} />, root);
    }
    // Afterwards, since it takes longer than a reader waits: none of it is new, unless the page was tampered with.
    for (const shown of scales) await requireVerdicts(shown);
    performance.mark('judged');
  } catch (error) {
    render(<Trouble {...troubleOf(error)} />, root);
  }
}

// Before it is checked, since that takes longer than a reader waits: if it does not hold, that is said in its place. Why
// something cannot even be drawn, the check says.
async function showBeginning(root: HTMLElement, { specimen }: Head, content: ScaleContent): Promise<void> {
  root.replaceChildren();
  try {
    render(<App scales={[glanceAt(content)]} specimen={specimen} whole={false} />, root);
    performance.mark('shown');
  } catch {}
  await breath();
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

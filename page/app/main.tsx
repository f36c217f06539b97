/** Starts the page: reads its content, checks it, and shows it, or says why it cannot. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { theme } from './environment.ts';
import { ContentError, readScale, requireVerdicts, type Shown } from './evidence.ts';
import { Trouble } from './trouble.tsx';
import { unpack } from './unpack.ts';

async function start(root: HTMLElement): Promise<void> {
  try {
    const content = await unpack(document.getElementById('content')?.textContent ?? '');
    const scales: Shown[] = [];
    for (const scale of content.scales) {
      scales.push(await readScale(scale));
      if (scales.length === 1) root.replaceChildren();
      render(<App scales={[...scales]} specimen={content.specimen} />, root);
      performance.mark('shown'); // what a reader sees first, as soon as it is there
    }
    // Afterwards, since it takes longer than a reader waits: none of it is new, unless the page was tampered with.
    for (const shown of scales) await requireVerdicts(shown);
    performance.mark('judged');
  } catch (error) {
    render(<Trouble {...troubleOf(error)} />, root);
  }
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

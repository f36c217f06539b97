/** Starts the page: reads its content, checks it, and shows it, or says why it cannot. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { themeChoice } from './environment.ts';
import { readScales } from './evidence.ts';
import { Trouble } from './trouble.tsx';
import { unpack } from './unpack.ts';

async function start(root: HTMLElement): Promise<void> {
  try {
    const content = await unpack(document.getElementById('content')?.textContent ?? '');
    const scales = await readScales(content);
    root.replaceChildren();
    render(<App scales={scales} specimen={content.specimen} />, root);
    performance.mark('shown');
  } catch (error) {
    root.replaceChildren();
    const problem = `The records in this page do not hold: ${error instanceof Error ? error.message : error}`;
    const remedy =
      'The file was cut or altered, or is of another version than its program. `npm run page:build` makes it anew.';
    render(<Trouble problem={problem} remedy={remedy} />, root);
  }
}

effect(() => {
  document.documentElement.dataset.theme = themeChoice.value;
});

const root = document.getElementById('app');
if (root) void start(root);

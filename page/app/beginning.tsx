/** How the page begins, drawn when it is built: what its readers see until the program has read the records, or without it. */
import { renderToString } from 'preact-render-to-string';
import type { Content } from '../content.ts';
import { App } from './app.tsx';
import { glanceAt } from './evidence.ts';

/** @returns HTML: the answer and the first figures, each in the colours of every theme */
export function beginning({ scales, specimen }: Content): string {
  return renderToString(<App scales={scales.map(glanceAt)} specimen={specimen} whole={false} />);
}

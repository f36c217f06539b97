/** What the visitor's browser asks for and allows, as signals. */
import { computed, signal } from '@preact/signals';
import type { ThemeName } from '../../src/report/figures/svg.ts';

/** There is none while the page's beginning is drawn, at build time. */
const hasBrowser = typeof matchMedia !== 'undefined';

/** What the visitor chose, or `system`. */
export const themeChoice = signal<ThemeName | 'system'>('system');

const dark = watched('(prefers-color-scheme: dark)');
const printed = watched('print');

/** Figures are printed on white. */
export const theme = computed<ThemeName>(() => {
  if (printed.value) return 'light';
  return themeChoice.value === 'system' ? (dark.value ? 'dark' : 'light') : themeChoice.value;
});

/** Themes that a figure is drawn in: all of them where nobody has said which, and style shows the one that is asked for. */
export const drawnThemes = computed<readonly ThemeName[]>(() =>
  hasBrowser ? [theme.value] : ['light', 'dark'],
);

/** Whether panels stand below each other rather than side by side. */
export const narrow = watched('(max-width: 640px)');

/** Whether the page came from a server, which a worker and images need. */
export const served = hasBrowser && location.protocol.startsWith('http');

function watched(query: string) {
  if (!hasBrowser) return signal(false);
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener('change', () => {
    matches.value = list.matches;
  });
  return matches;
}

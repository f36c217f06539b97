/** The few SVG elements that figures are made of, as text: coordinates to a tenth, words escaped. */

/** What a figure looks like on a light and on a dark page. */
export type ThemeName = 'light' | 'dark';

export interface Theme {
  readonly ink: string;
  /** Of words that are less important; still 4.5 times as bright or dark as the page. */
  readonly quiet: string;
  readonly grid: string;
  readonly paper: string;
}

export const themes: Readonly<Record<ThemeName, Theme>> = {
  light: { ink: '#1f2328', quiet: '#59636e', grid: '#d1d9e0', paper: '#ffffff' },
  dark: { ink: '#f0f6fc', quiet: '#9198a1', grid: '#3d444d', paper: '#0d1117' },
};

/** To a tenth of a pixel, so that figures stay small and their differences readable. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: 400 | 600;
  readonly size?: number;
}

/** Words at a place. */
export function text(x: number, y: number, content: string, fill: string, options: TextOptions = {}): string {
  const { anchor = 'start', weight, size } = options;
  const more = `${weight ? ` font-weight="${weight}"` : ''}${size ? ` font-size="${size}"` : ''}`;
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}" text-anchor="${anchor}"${more}>${escapeXml(content)}</text>`;
}

export function escapeXml(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** About how wide words are in pixels; fonts differ, so only for leaving room. @param size - of the font, in pixels */
export function widthOf(content: string, size: number): number {
  return 0.56 * size * content.length;
}

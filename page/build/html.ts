/** The page as one file: style, program and content inlined, and a policy that lets nothing else in. */
import { createHash } from 'node:crypto';

export interface PageParts {
  readonly title: string;
  readonly style: string;
  /** HTML that is shown until the program shows something, and without it. */
  readonly beginning: string;
  readonly program: string;
  /** As `pack` makes it. */
  readonly content: readonly string[];
}

/** Sets the document. @returns HTML in ASCII, which browsers decode and parse fastest: the same text for the same parts */
export function html({ title, style, beginning, program, content }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(program, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="app">
${inAscii(beginning)}
<p class="wait">Nothing here is checked yet: the records are being read. If this stays, the file was cut or altered, or the browser is older than 2024.</p>
</div>
<noscript><p>Without JavaScript nothing here is checked, and no more follows. The same findings as text: reports/relu-versus-sigmoid/findings.md.</p></noscript>
${content.slice(0, EARLY).map(inert).join('\n')}
<script>${program}</script>
${content.slice(EARLY).map(inert).join('\n')}
</body>
</html>
`;
}

/** Parts that the program finds as soon as it starts: the head and the scale that is shown first. */
const EARLY = 2;

function inAscii(text: string): string {
  return text.replace(/[\u{80}-\u{10ffff}]/gu, (character) => `&#${character.codePointAt(0)};`);
}

function inert(part: string): string {
  return `<script type="text/plain" class="content">${part}</script>`;
}

/**
 * What the page may do: run its own program, known by its hash, compile WebAssembly, and ask the place that it came from.
 */
export function policy(program: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${base64(program)}' 'wasm-unsafe-eval'`,
    `style-src 'sha256-${base64(style)}'`,
    'img-src data:',
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function base64(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

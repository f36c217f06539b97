/** Opens the page, or a variant of it, in a frame of the spec's own, as a visitor with so much room. */

import { onTestFinished } from 'vitest';
import { type FrameLocator, page } from 'vitest/browser';

export interface OpenPage {
  /** What a visitor sees and touches. */
  readonly visitor: FrameLocator;
  readonly frame: HTMLIFrameElement;
  readonly window: Window & typeof globalThis;
  readonly document: Document;
}

export interface OpenOptions {
  /** Name of the variant. */
  readonly site?: string;
  readonly width?: number;
  readonly height?: number;
}

/** @throws Error if it is not shown whole within 10 s */
export async function openPage({
  site = 'whole',
  width = 1100,
  height = 900,
}: OpenOptions = {}): Promise<OpenPage> {
  const frame = document.createElement('iframe');
  frame.style.cssText = `width: ${width}px; height: ${height}px; border: 0; background: white`;
  frame.title = site;
  document.body.style.margin = '0';
  document.body.append(frame);
  onTestFinished(() => frame.remove());
  await new Promise<void>((resolve) => {
    frame.onload = () => resolve();
    frame.src = `/sites/${site}/index.html`;
  });
  const shown = () => frame.contentDocument?.querySelector('#trust, .trouble');
  for (let tries = 0; !shown(); tries++) {
    if (tries > 200) throw new Error(`${site} is not shown whole`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { contentWindow, contentDocument } = frame;
  if (!contentWindow || !contentDocument) throw new Error(`${site} cannot be reached into`);
  return {
    visitor: page.frameLocator(page.elementLocator(frame)),
    frame,
    window: contentWindow as OpenPage['window'],
    document: contentDocument,
  };
}

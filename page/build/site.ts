/** The files that make the page: one that is whole in itself, and what it needs besides where it can train. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeBatch, imageBytes } from '../../src/dataset/binary-format.ts';
import { type ImageSet, loadCifar10 } from '../../src/dataset/cifar10.ts';
import { KERNELS_FILE } from '../../src/engine/wasm/read-kernels.ts';
import { pathsOf } from '../../src/records/store.ts';
import { studies } from '../../src/studies/studies.ts';
import { runName, runsOf, type ScaleName } from '../../src/study.ts';
import { type Content, enginePaths, imagesPath, weightsPath } from '../content.ts';
import { BACKEND_FILE, bundle } from './bundle.ts';
import { gatherContent, type Kept, openStores } from './gather-content.ts';
import { html } from './html.ts';
import { pack } from './pack.ts';

/** A site's files by their paths, each read when it is asked for. */
export type Site = ReadonlyMap<string, () => Promise<Uint8Array>>;

export const REPORTS = fileURLToPath(new URL('../../reports', import.meta.url));

/** Makes the page itself. @throws IncompleteEvidence if a record is missing, stale or invalid */
export async function pageHtml(content: Content): Promise<string> {
  const style = await readFile(new URL('../app/style.css', import.meta.url), 'utf8');
  const title = 'Does ReLU beat Sigmoid as a network gets deeper?';
  return html({
    title,
    style,
    beginning: await beginningOf(content),
    program: await bundle('../app/main.tsx'),
    content: pack(content),
  });
}

// Drawn by the page's own components, bundled as for a browser.
async function beginningOf(content: Content): Promise<string> {
  const module = `data:text/javascript,${encodeURIComponent(await bundle('../app/beginning.tsx'))}`;
  const { beginning } = (await import(module)) as { beginning: (content: Content) => string };
  return beginning(content);
}

/** Makes the site: the page, its worker, engine, weights and images. */
export async function siteOf(reports: string = REPORTS): Promise<Site> {
  const kept = await openStores(studies, reports);
  const content = await gatherContent(kept);
  const page = utf8(await pageHtml(content));
  const worker = utf8(await bundle('../worker/worker.ts'));
  const judged = kept.flatMap((each) => each.study.judgedScales.map((scale) => ({ ...each, scale })));
  return new Map<string, () => Promise<Uint8Array>>([
    ['index.html', async () => page],
    [enginePaths.worker, async () => worker],
    [enginePaths.kernels, () => readFile(KERNELS_FILE)],
    [enginePaths.backend, () => readFile(BACKEND_FILE)],
    ...judged.flatMap(weightFiles),
    ...judged.flatMap(({ study: { scales }, scale }) => [
      imageFile('train', scales[scale].trainImages),
      imageFile('test', scales[scale].testImages),
    ]),
  ]);
}

function weightFiles({ study, store, scale }: Kept & { readonly scale: ScaleName }) {
  return runsOf(study, scale).map((run): [string, () => Promise<Uint8Array>] => {
    const name = runName(run);
    return [weightsPath(study.name, scale, name), () => readFile(pathsOf(store, scale, name).weights)];
  });
}

// Read when it is first asked for, and once.
function imageFile(set: 'train' | 'test', count: number): [string, () => Promise<Uint8Array>] {
  let bytes: Promise<Uint8Array> | undefined;
  const load = async () => encodeBatch(first((await loadCifar10())[set], count));
  const read = () => {
    bytes ??= load();
    bytes.catch(() => {
      bytes = undefined; // so that it can be tried again
    });
    return bytes;
  };
  return [imagesPath(set, count), read];
}

function first({ images, labels }: ImageSet, count: number): ImageSet {
  return { images: images.subarray(0, count * imageBytes), labels: labels.subarray(0, count), count };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Where `npm run page:build` writes the site. */
export const SITE_FOLDER = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist');

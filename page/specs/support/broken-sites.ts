/** The page as it must not be believed: with parts that are missing, cut, altered, or of another kind. */
import { resealed } from '../../../specs/support/reseal.ts';
import { judgeAll } from '../../../src/judging/judge-all.ts';
import type { Verdict } from '../../../src/judging/verdict.ts';
import { readScale } from '../../app/evidence.ts';
import { unpack } from '../../app/unpack.ts';
import { pack } from '../../build/pack.ts';
import type { Site } from '../../build/site.ts';
import { type Content, enginePaths, type ScaleContent } from '../../content.ts';
import { forgePredictions } from './forge-predictions.ts';

/** Variants of a site, by name. */
export async function brokenSites(site: Site): Promise<readonly (readonly [name: string, site: Site])[]> {
  const page = new TextDecoder().decode(await site.get('index.html')?.());
  const withContent = (change: (content: Content) => Content | Promise<Content>) =>
    replaced(site, 'index.html', async () => new TextEncoder().encode(await repacked(page, change)));
  const images = [...site.keys()].filter((path) => path.startsWith('images/'));
  return [
    ['no-images', new Map([...site].filter(([path]) => !images.includes(path)))],
    ['altered-images', replaced(site, images, (bytes) => withByte(bytes, 5000, 1))],
    ['cut-images', replaced(site, images, (bytes) => bytes.slice(0, 50_000))],
    ['altered-kernels', replaced(site, enginePaths.kernels, (bytes) => withByte(bytes, 2000, 1))],
    [
      'no-simd',
      replaced(site, enginePaths.worker, (bytes) => prefixed('WebAssembly.validate = () => false;', bytes)),
    ],
    ['altered-backend', replaced(site, enginePaths.backend, (bytes) => withByte(bytes, 2000, 1))],
    ['no-backend', new Map([...site].filter(([path]) => path !== enginePaths.backend))],
    ['other-verdict', withContent((content) => withVerdict(content, { outcome: 'refuted' }))],
    ['other-numbers', withContent((content) => withVerdict(content, { reason: 'Not tested: so they say.' }))],
    [
      'other-settings',
      withContent((content) =>
        withFirstRecord(content, (text) =>
          resealed(JSON.parse(text), ({ settings }) => {
            settings.learningRate = 0.01;
          }),
        ),
      ),
    ],
    ['no-worker', new Map([...site].filter(([path]) => path !== enginePaths.worker))],
    [
      'without-policy',
      replaced(site, 'index.html', () =>
        new TextEncoder().encode(page.replace(/<meta http-equiv=[^>]*>/, '')),
      ),
    ],
    ['no-weights', new Map([...site].filter(([path]) => !path.startsWith('weights/')))],
    [
      'edited',
      withContent((content) =>
        withFirstRecord(content, (text) =>
          text.replace(/(?<="trainLoss": \d\.)\d/, (digit) => `${9 - Number(digit)}`),
        ),
      ),
    ],
    [
      'other-version',
      withContent((content) =>
        withFirstRecord(content, (text) => text.replace('"schema": 2', '"schema": 3')),
      ),
    ],
    ['forged', withContent((content) => judgedAnew(withFirstRecord(content, forgePredictions)))],
    [
      'ended-early',
      replaced(site, 'index.html', () =>
        new TextEncoder().encode(page.slice(0, page.lastIndexOf('class="content">'))),
      ),
    ],
    [
      'cut',
      replaced(site, 'index.html', () =>
        new TextEncoder().encode(page.replace(/(class="content">.{1000})[^<]*/, '$1')),
      ),
    ],
  ];
}

function replaced(
  site: Site,
  paths: string | readonly string[],
  change: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Site {
  const changed = [...site].map(([path, read]): [string, () => Promise<Uint8Array>] => [
    path,
    [paths].flat().includes(path) ? async () => change(await read()) : read,
  ]);
  return new Map(changed);
}

function withByte(bytes: Uint8Array, at: number, by: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ by : byte));
}

function prefixed(text: string, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(text), bytes]);
}

async function repacked(
  page: string,
  change: (content: Content) => Content | Promise<Content>,
): Promise<string> {
  const part = /(?<=class="content">)[^<]*/g;
  const { head, scales } = await unpack(packedIn(page.match(part) ?? []));
  const contents: ScaleContent[] = [];
  for await (const scale of scales) contents.push(scale);
  const changed = pack(await change({ specimen: head.specimen, scales: contents })).values();
  return page.replace(part, () => changed.next().value ?? '');
}

async function* packedIn(parts: readonly string[]): AsyncGenerator<string> {
  yield* parts;
}

/** Of the scale that visitors audit. */
function withFirstRecord(content: Content, change: (text: string) => string): Content {
  const scales = content.scales.map((each) => {
    if (each.study !== content.specimen.study || each.scale !== 'quick') return each;
    return { ...each, records: each.records.map((text, index) => (index === 0 ? change(text) : text)) };
  });
  return { ...content, scales };
}

// A careful forger's page says what the forged records say.
async function judgedAnew(content: Content): Promise<Content> {
  const judged = async (each: ScaleContent) => {
    return { ...each, verdicts: judgeAll((await readScale(each)).evidence) };
  };
  return { ...content, scales: await Promise.all(content.scales.map(judged)) };
}

function withVerdict(content: Content, change: Partial<Verdict>): Content {
  const [first, ...others] = content.scales;
  if (!first) throw new Error('The page has no scale');
  const verdicts = first.verdicts.map((verdict) =>
    verdict.id === 'H1' ? { ...verdict, ...change } : verdict,
  );
  return { ...content, scales: [{ ...first, verdicts }, ...others] };
}

/** Fetches a file from where the page came from, telling how far it is. */
import { TroubleError } from './trouble.ts';

const SERVER = 'In a checkout of the project, `npm run page` serves the page with all that it needs.';

/**
 * @param path - below the page's own
 * @param tell - told as bytes come; `total` is 0 where the server does not say
 * @throws TroubleError if it is not there, or the connection broke
 */
export async function fetchBytes(
  path: string,
  tell: (bytes: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(new URL(path, self.location.href)).catch(() => {
    throw new TroubleError(
      `${path} could not be fetched: nothing answers.`,
      `Is the server still running? ${SERVER}`,
    );
  });
  if (response.status === 404) throw new TroubleError(`This place does not have ${path}.`, SERVER);
  if (!response.ok || !response.body) {
    const said = (await response.text()).slice(0, 300);
    throw new TroubleError(`${path}: ${said.startsWith('<') || !said ? response.status : said}`, SERVER);
  }
  // Of a compressed answer the length is that of what was sent, not of what it unpacks to.
  const { headers } = response;
  const total = headers.has('content-encoding') ? 0 : Number(headers.get('content-length') ?? 0);
  return read(path, response.body, total, tell);
}

async function read(
  path: string,
  body: ReadableStream<Uint8Array>,
  total: number,
  tell: (bytes: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const broken = () =>
    new TroubleError(`${path} broke off after ${bytes} bytes.`, 'Start again: what was fetched is not kept.');
  try {
    for (const reader = body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      bytes += value.length;
      tell(bytes, total);
    }
  } catch {
    throw broken();
  }
  if (total > 0 && bytes !== total) throw broken();
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

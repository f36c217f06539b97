/** Serves a site to this machine alone. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { Site } from './site.ts';

export interface PageServer {
  readonly url: string;
  readonly close: () => void;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

// The page brings a policy of its own; its worker has one from whoever serves it, if at all.
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' blob:";

/**
 * Starts it.
 *
 * @param port - 0 for any that is free
 * @throws Error if the port is taken, with the remedy
 */
export async function serve(site: Site, port: number): Promise<PageServer> {
  const server = createServer(handlerOf(site));
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const remedy = error.code === 'EADDRINUSE' ? ': name another by npm run page -- --port <number>' : '';
      failed(new Error(`${error.message}${remedy}`, { cause: error }));
    });
    server.listen(port, '127.0.0.1', listening);
  });
  const { port: taken } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${taken}/`, close };
}

/** Answers requests for a site's files, and no others. */
export function handlerOf(site: Site): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(site, request, response).catch((error: unknown) => {
      // Such as images that are not here yet, and cannot be fetched.
      response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(error instanceof Error ? error.message : String(error));
    });
  };
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refuse = (code: number) => response.writeHead(code).end();
  // Another site's page could have its name point here, and so read what only this machine should.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) return void refuse(403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return void refuse(405);
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = pathname === '/' ? 'index.html' : pathname.slice(1);
  const read = site.get(path);
  if (!read) return void refuse(404);
  const bytes = await read();
  const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
  response.writeHead(200, {
    etag,
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'content-length': bytes.length,
    'cache-control': 'no-cache', // to be asked for each time, and kept while it is the same
    'x-content-type-options': 'nosniff',
    ...(path === 'index.html' ? {} : { 'content-security-policy': POLICY }),
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

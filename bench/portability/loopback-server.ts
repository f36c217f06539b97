/** Serves a browser its page, program, task and images on this machine alone, and takes its answer. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { encodeBatch } from '../../src/dataset/binary-format.ts';
import type { ImageSet } from '../../src/dataset/cifar10.ts';
import { readKernels } from '../../src/engine/wasm/read-kernels.ts';
import type { Answer } from './answer-task.ts';
import type { Question } from './platform.ts';

export interface LoopbackServer {
  /** Of the page. */
  readonly url: string;
  /** @throws Error with what the page says has gone wrong */
  readonly answer: Promise<Answer>;
  readonly close: () => void;
}

/** Whether this machine can talk to itself: a network that is cut off altogether has not even that. */
export function hasLoopback(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => internal));
}

/**
 * Starts it, on a port of its own.
 *
 * @throws Error if there is no loopback interface
 */
export async function startServer(question: Question): Promise<LoopbackServer> {
  if (!hasLoopback()) {
    throw new Error('A browser is asked over the loopback interface, and there is none here: bring it up');
  }
  const files = await filesOf(question);
  const { promise: answer, resolve, reject } = pending<Answer>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (request.method === 'POST') {
      take(path, request, resolve)
        .catch(reject)
        .finally(() => response.end());
    } else {
      give(files[path], response);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, answer, close };
}

interface File {
  readonly type: string;
  readonly bytes: Uint8Array;
}

// The worker is of one file; a page that cannot start it says so.
const PAGE = `<!doctype html><meta charset="utf-8"><title>Portability</title><p>Computing…</p><script>
const fail = (message) => fetch('/failure', { method: 'POST', body: message });
new Worker('/browser.js', { type: 'module' }).onerror = ({ message }) => fail('The worker: ' + message);
</script>`;

const BACKEND = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm';

async function filesOf({ task, programs, data }: Question): Promise<Readonly<Record<string, File>>> {
  const { resolve } = createRequire(import.meta.url);
  const utf8 = (content: string) => new TextEncoder().encode(content);
  return {
    '/': { type: 'text/html', bytes: utf8(PAGE) },
    '/browser.js': { type: 'text/javascript', bytes: await readFile(programs.browser) },
    '/task.json': { type: 'application/json', bytes: utf8(JSON.stringify(task)) },
    '/kernels.wasm': { type: 'application/wasm', bytes: await readKernels() },
    '/tfjs-backend-wasm-simd.wasm': {
      type: 'application/wasm',
      bytes: await readFile(resolve(`${BACKEND}-simd.wasm`)),
    },
    ...(data && { '/train.bin': images(data.train), '/test.bin': images(data.test) }),
  };
}

function images(set: ImageSet): File {
  return { type: 'application/octet-stream', bytes: encodeBatch(set) };
}

function give(file: File | undefined, response: ServerResponse): void {
  if (!file) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store' }).end(file.bytes);
}

async function take(
  path: string,
  request: IncomingMessage,
  resolve: (answer: Answer) => void,
): Promise<void> {
  const body = await text(request);
  if (path === '/answer') resolve((JSON.parse(body) as Answer | null) ?? {});
  else throw new Error(body);
}

// Promise.withResolvers came with Node 22.
function pending<Value>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { browserHost } from '../../src/browser-host.ts';
import { nodeHost } from '../../src/node-host.ts';

describe('browserHost', () => {
  it('hashes as Node does, however the bytes are cut', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 });
    const property = fc.property(parts, (given) => browserHost.sha256(given) === nodeHost.sha256(given));
    fc.assert(property);
  });
});

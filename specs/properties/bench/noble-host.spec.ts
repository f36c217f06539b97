import fc from 'fast-check';
import { describe, it } from 'vitest';
import { nobleHost } from '../../../bench/portability/noble-host.ts';
import { nodeHost } from '../../../src/node-host.ts';

describe('nobleHost', () => {
  it('hashes as Node does, however the bytes are cut', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 });
    const property = fc.property(parts, (given) => nobleHost.sha256(given) === nodeHost.sha256(given));
    fc.assert(property);
  });
});

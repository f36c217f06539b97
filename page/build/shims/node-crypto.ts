/** The one function of `node:crypto` that the page's modules call, for browsers. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** @throws RangeError for any other algorithm or encoding than the project's */
export function createHash(algorithm: string) {
  if (algorithm !== 'sha256') throw new RangeError(`createHash has sha256 here, not ${algorithm}`);
  const hash = sha256.create();
  return {
    update(part: Uint8Array) {
      hash.update(part);
      return this;
    },
    digest(encoding: string): string {
      if (encoding !== 'hex') throw new RangeError(`digest has hex here, not ${encoding}`);
      return bytesToHex(hash.digest());
    },
  };
}

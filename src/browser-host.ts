/** The core's {@link Host} in a browser, whose own SHA-256 is asynchronous and missing on plain http. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Host } from './host.ts';

export const browserHost: Host = {
  sha256: (parts) => {
    const hash = sha256.create();
    for (const part of parts) hash.update(part);
    return bytesToHex(hash.digest());
  },
};

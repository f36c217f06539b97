/** The core's {@link Host} in Node. */
import { createHash } from 'node:crypto';
import type { Host } from './host.ts';

export const nodeHost: Host = {
  sha256: (parts) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest('hex');
  },
};

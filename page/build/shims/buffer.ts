/** The one use that a bundled package makes of Node's `Buffer`: to read base64. */
import { bytesOfBase64 } from '../../../src/records/base64.ts';

export const Buffer = {
  /** @throws RangeError for any other encoding */
  from(text: string, encoding: string): Uint8Array {
    if (encoding !== 'base64') throw new RangeError(`Buffer.from has base64 here, not ${encoding}`);
    return bytesOfBase64(text);
  },
};

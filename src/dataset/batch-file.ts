/** What a complete copy of CIFAR-10 is: six files, their sizes and their official digests. */

/** One file of the official binary distribution. */
export type BatchFile = {
  readonly name: string;
  /** Which of the two image sets its images belong to. */
  readonly subset: 'train' | 'test';
  /** Number of images, and so of 3073-byte records. */
  readonly imageCount: number;
  /** SHA-256 of the whole file, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
};

/**
 * SHA-256 of the six files of `cifar-10-batches-bin`, in the order in which their images are numbered.
 * @see https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version"
 */
const DIGESTS = {
  'data_batch_1.bin': 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
  'data_batch_2.bin': 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
  'data_batch_3.bin': 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
  'data_batch_4.bin': '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
  'data_batch_5.bin': '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
  'test_batch.bin': '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
};

/** These files. */
export const officialBatches: readonly BatchFile[] = Object.entries(DIGESTS).map(([name, sha256]) => ({
  name,
  subset: name === 'test_batch.bin' ? 'test' : 'train',
  imageCount: 10_000,
  sha256,
}));

import { describe, expect, it } from 'vitest';
import { datasetDigest, officialBatches } from '../../../src/dataset/batch-file.ts';

describe('datasetDigest', () => {
  it('is the SHA-256 of the list that sha256sum prints', () => {
    expect(datasetDigest(officialBatches)).toBe(
      '5fdcf57d170bdbc7da569af1dabd64d7d3c7507e9e7aa861fc7b691d5355c232',
    );
  });

  it('is the SHA-256 of nothing for no files', () => {
    expect(datasetDigest([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

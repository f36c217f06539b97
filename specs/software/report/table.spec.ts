import { describe, expect, it } from 'vitest';
import { table, wordTable } from '../../../src/report/table.ts';

const header = ['Depth', 'ReLU', 'Sigmoid'];

describe('table', () => {
  it('sets the first column to the left, and numbers to the right', () => {
    expect(table([header, ['1', '54.99', '44.59']]).split('\n')).toEqual([
      '| Depth |  ReLU | Sigmoid |',
      '| :---- | ----: | ------: |',
      '| 1     | 54.99 |   44.59 |',
    ]);
  });

  it('is a header and its rule where there is no row', () => {
    expect(table([header]).split('\n')).toHaveLength(2);
  });
});

describe('wordTable', () => {
  it('sets every column to the left', () => {
    expect(wordTable([header, ['1', 'good', 'poor']]).split('\n')[1]).toBe('| :---- | :--- | :------ |');
  });
});

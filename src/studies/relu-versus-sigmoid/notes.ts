/** What the report says below the table of verdicts: how to read two of its figures. */
export const notes: readonly string[] = [
  'The p of H7b is the larger of those of its two tests. H1 alone gates the test run.',
  'H2 and H5 are judged at 1 %. It was registered as the next level below 5 % that Page’s exact test attains with 3 seeds, which is not so: for ' +
    'L = 150 to 155 its p is .0476, .0363, .0272, .0198, .0141 and .0097. The level stands as registered, and is the stricter choice.',
];

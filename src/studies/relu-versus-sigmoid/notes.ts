/** What the report says below the table of verdicts: how to read two of its figures. */
export const notes: readonly string[] = [
  'The p of H7b is the larger of those of its two tests; its margin of a tenth per block allows a factor of two over 7 blocks. H1 alone gates the test run.',
  'Deciding bounds are those that the rule decides by: of one-sided tests at 5 %, and so a 90 % interval, for H1, H4b, H7b, H9a and H9b; two-sided at 95 % for the ' +
    'others, where such an interval lies on the claim’s side of its margin just when p < 0.025. The t and p of H4, H4b and H9a are against their margins, not against 0; so are those of H8. Those of H4b and H7b are before Holm’s correction.',
  'H2b, H4b, H9a and H9b were registered after the results of `quick` scale had been seen, and so was the rule by which a scale can test the claim: at that scale they ' +
    'are post hoc, and confirmatory at `paper` scale alone. Of that scale a pilot’s opening had been seen: with seed 1, by running statistics, two epochs with 1 block ' +
    'and four with 8. H7b reads seeds that nobody had looked at then. What H7b and H8 come to at `paper` scale, which they read off the probe alone, was seen by oversight with 28 of ' +
    'its 30 networks in; no rule has changed since.',
  'H2 and H5 are judged at 1 %. It was registered as the next level below 5 % that Page’s exact test attains with 3 seeds, which is not so: for ' +
    'L = 150 to 155 its p is .0476, .0363, .0272, .0198, .0141 and .0097. The level stands as registered, and is the stricter choice.',
];

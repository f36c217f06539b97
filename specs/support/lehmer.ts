/** The specs' own generator: so small that make_fixtures.py repeats it draw for draw. */

/**
 * Park and Miller's generator (multiplier 48271): uniform draws from (0, 1).
 * @param seed - integer in 1..2147483646
 * @see https://en.wikipedia.org/wiki/Lehmer_random_number_generator
 */
export function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Standard normal draws by Box and Muller, cosine half only. */
export function normals(seed: number): () => number {
  const draw = lehmer(seed);
  for (let warmUp = 0; warmUp < 20; warmUp++) draw();
  return () => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw());
}

/** How far a simulated frequency may stray from a probability before something must be wrong. */

/**
 * Bounds the frequency of an event, by Chernoff's inequality in its relative-entropy form.
 *
 * @param trials - number of independent trials
 * @param chance - probability of the event in each, in (0, 1)
 * @param falseAlarm - chance allowed, for each bound, that a correct simulation passes it
 * @returns frequencies [low, high]; P(frequency < low) ≤ falseAlarm and P(frequency > high) ≤ falseAlarm
 * @see https://en.wikipedia.org/wiki/Chernoff_bound#Additive_form_(absolute_error)
 */
export function chernoff(trials: number, chance: number, falseAlarm: number): readonly [number, number] {
  const divergence = Math.log(1 / falseAlarm) / trials;
  return [crossing(chance, 0, divergence), crossing(chance, 1, divergence)];
}

// Between `chance`, where the divergence is 0, and `end`, where it is largest: the frequency that reaches `divergence`.
function crossing(chance: number, end: 0 | 1, divergence: number): number {
  let [near, far] = [chance, end as number];
  for (let step = 0; step < 60; step++) {
    const middle = (near + far) / 2;
    if (relativeEntropy(middle, chance) < divergence) near = middle;
    else far = middle;
  }
  return far;
}

function relativeEntropy(q: number, p: number): number {
  const term = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  return term(q, p) + term(1 - q, 1 - p);
}

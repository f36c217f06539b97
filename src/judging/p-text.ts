/** How a p value is printed: to four decimals, and as a bound where those would all be zero. */

const SMALLEST = 0.0001;

/** `0.0321` or `< 0.0001`. @param p - in 0..1 */
export function pText(p: number): string {
  return p < SMALLEST ? `< ${SMALLEST}` : p.toFixed(4);
}

/** `p = 0.0321` or `p < 0.0001`. @param p - in 0..1 */
export function pStatement(p: number): string {
  return p < SMALLEST ? `p ${pText(p)}` : `p = ${pText(p)}`;
}

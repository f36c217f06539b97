/** `31.92 %`. @param fraction - 0–1 */
export function percentText(fraction: number | undefined): string {
  return fraction === undefined ? '—' : `${(100 * fraction).toFixed(2)} %`;
}

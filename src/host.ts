/** What training needs of the place it runs in; Node and a browser's worker each bring their own. */
export interface Host {
  /**
   * @param parts - bytes, hashed one part after another
   * @returns SHA-256, 64 lower-case hexadecimal digits
   */
  sha256(parts: readonly Uint8Array[]): string;
}

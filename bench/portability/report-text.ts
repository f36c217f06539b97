/** The page that keeps a comparison. */

const INTRODUCTION = `# Portability

A run gives the same bits on every platform: that is what lets anyone check a record. Here each platform computed the
same short trainings on images of noise. A training ends in one digest, the last link of its chain, which is hashed over
settings, every loss, gradient statistic and evaluation, weights, running statistics and Adam's moments after every
linked step. ✓ means that the platform's digest is the golden one, which is committed, to the last bit.

A training is named after its block kind, width and activation. Convolutions are computed by Winograd's algorithm where
the width is a multiple of 4, else by patches. Training always has batch norm; without it, the gradient of one batch is
hashed. arm64 is emulated.

Made by \`npm run portability -- --report\`; what a platform that is absent needs, the table says.`;

/**
 * Sets the page.
 *
 * @param comparison - the tables
 * @param origin - what a whole run was compared with, if one was trained
 */
export function reportText(comparison: string, origin: string | undefined): string {
  return `${[INTRODUCTION, ...(origin === undefined ? [] : [origin]), comparison].join('\n\n')}\n`;
}

/** How a figure stands in the report: one picture that suits light and dark pages. */

/**
 * Links figures of a folder.
 *
 * @param folder - relative to the report
 * @returns a function of a figure's name and of the words for those who do not see it
 */
export function figureOf(folder: string): (name: string, alternative: string) => string {
  return (name, alternative) =>
    [
      '<picture>',
      `  <source media="(prefers-color-scheme: dark)" srcset="${folder}/${name}-dark.svg">`,
      `  <img alt="${alternative}" src="${folder}/${name}-light.svg" width="640">`,
      '</picture>',
    ].join('\n');
}

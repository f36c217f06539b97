/** How a figure stands in the report: one picture that suits light and dark pages. */

/** Links figures of a folder, by name and with words for those who do not see it. @param folder - relative to the report */
export function figureOf(folder: string): (name: string, alternative: string) => string {
  return (name, alternative) =>
    [
      '<picture>',
      `  <source media="(prefers-color-scheme: dark)" srcset="${folder}/${name}-dark.svg">`,
      `  <img alt="${alternative}" src="${folder}/${name}-light.svg" width="640">`,
      '</picture>',
    ].join('\n');
}

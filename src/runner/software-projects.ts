/** The projects of properties and software, which are the same whatever is planned, and which spec file is in which. */

/** The folders, and projects, of all that holds whatever the evidence says: laws that are searched, and examples. */
export const SOFTWARE = ['properties', 'software'] as const;

/**
 * The project of those spec files, from either folder, that would reach others in their process, as by replacing a module
 * or a kernel: each has one of its own. All others share one per core, which saves loading the same modules a hundred times.
 */
export const ISOLATED = 'isolated';
/** What their names end in, … */
export const ISOLATED_ENDING = `.${ISOLATED}.spec.ts`;
/** … and a pattern for all other names, but for those with a dot in front, which editors and systems leave. */
export const NOT_ISOLATED = `!(.*|*.${ISOLATED}).spec.ts`;

/** Says which project runs a spec file. @param path - below the project's folder: `specs/properties/…` */
export function softwareProject(path: string): string {
  return path.endsWith(ISOLATED_ENDING) ? ISOLATED : (path.split('/')[1] ?? '');
}

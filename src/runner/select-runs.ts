/** Keeps the runs that every given filter fits, as a user asks for them. */
import { type Run, runName } from '../study.ts';

export type Filters = { readonly [Name in 'activation' | 'depth' | 'seed']?: string | undefined };

/** @param runs - at least one @throws RangeError if none is left, naming what was asked for */
export function selectRuns(runs: readonly Run[], filters: Filters): readonly Run[] {
  const names = ['activation', 'depth', 'seed'] as const;
  const selected = runs.filter((run) =>
    names.every((name) => (filters[name] ?? `${run[name]}`) === `${run[name]}`),
  );
  if (selected.length > 0) return selected;
  const asked = names.flatMap((name) => (filters[name] === undefined ? [] : [`--${name} ${filters[name]}`]));
  throw new RangeError(
    `reproduce needs a selection that has a run, got ${asked.join(' ')}; runs are like ${runs.map(runName)[0]}`,
  );
}

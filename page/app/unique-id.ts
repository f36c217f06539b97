/** A name that no other component of the page has. */
import { useState } from 'preact/hooks';

let last = 0;

/** Unlike Preact's `useId`, whose names begin anew with every `render` of the whole page, as it does while records arrive. */
export function useUniqueId(): string {
  const [id] = useState(() => `id-${++last}`);
  return id;
}

/** Every change of the registered design since its registration, in order, each with what had been seen by then. */
import type { Amendment } from '../../judging/registration.ts';

export const amendments: readonly Amendment[] = [];

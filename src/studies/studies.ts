/** All studies of this project, by name. */
import type { Study } from '../study.ts';
import { reluVersusSigmoid } from './relu-versus-sigmoid/study.ts';
import { whySigmoidLags } from './why-sigmoid-lags/study.ts';

export const studies: readonly Study[] = [reluVersusSigmoid, whySigmoidLags];

/** @throws RangeError if there is no such study */
export function studyNamed(name: string): Study {
  const found = studies.find((study) => study.name === name);
  if (!found) {
    throw new RangeError(
      `--study needs one of ${studies.map((study) => study.name).join(', ')}, got ${name}`,
    );
  }
  return found;
}

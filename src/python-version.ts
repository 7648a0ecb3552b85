import { oneOf } from './option-check.ts';

/** The CPythons whose bytes `dumps` can write. */
export type PythonVersion = '3.8' | '3.9' | '3.10' | '3.11' | '3.12' | '3.13' | '3.14' | '3.15';

/** Every {@link PythonVersion}, oldest first. */
export const PYTHON_VERSIONS: readonly PythonVersion[] = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14', '3.15'];
/** The minor version of the oldest. */
const OLDEST = 8;

/** 14 for 3.14, which is the default. Throws a RangeError if the value is not a {@link PythonVersion}. */
export function minorOf(python: PythonVersion | undefined): number {
  return OLDEST + PYTHON_VERSIONS.indexOf(oneOf('python', python, PYTHON_VERSIONS, '3.14'));
}

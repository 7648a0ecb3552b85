import { PYTHON_VERSIONS, type PythonVersion } from '../python-version.ts';

/** The version that a flag names. */
export function pythonOf(text: string | undefined): PythonVersion | undefined {
  return PYTHON_VERSIONS.find((python) => python === text);
}

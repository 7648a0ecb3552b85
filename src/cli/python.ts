import type { PythonVersion } from '../options.ts';

/** The Pythons whose bytes and words are known. */
export const PYTHONS = ['3.8', '3.11', '3.13', '3.14', '3.15'] as const satisfies readonly PythonVersion[];

/** A text of `PYTHONS`. */
export function pythonOf(text: string | undefined): PythonVersion | undefined {
  return PYTHONS.find((python) => python === text);
}

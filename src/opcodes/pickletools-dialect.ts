import { minorOf, type PythonVersion } from '../python-version.ts';

/** Where the pickletools of CPython versions differ, as flags. Measured on CPython 3.8 to 3.14. */
export interface PickletoolsDialect {
  /**
   * Before 3.14: strings and names are ASCII, a memo index may not be stored twice, and some messages are worded
   * differently.
   */
  readonly strict: boolean;
  /** Before 3.13: LONG4's description has a typo. */
  readonly foundByte: boolean;
  /** Before 3.11: messages about too many digits do not say what they count. */
  readonly bareDigits: boolean;
}

/** The flags of one CPython version. @throws RangeError if it is not a {@link PythonVersion}. */
export function pickletoolsDialect(python: PythonVersion | undefined): PickletoolsDialect {
  const minor = minorOf(python);
  return { strict: minor < 14, foundByte: minor < 13, bareDigits: minor < 11 };
}

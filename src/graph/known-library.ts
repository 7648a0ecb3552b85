import type { LibraryForms } from './library-forms.ts';
import { makesScalar, scalarOf } from './scalar-forms.ts';
import { StandardForms } from './standard-form.ts';

/** What is known of the types of Python's standard library. */
export const LIBRARY: LibraryForms = {
  makesScalar,
  scalarOf,
  standard: (names, budget) => new StandardForms(names, budget),
};

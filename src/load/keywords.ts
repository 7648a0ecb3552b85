import { PickleError } from '../errors.ts';
import { Dict } from '../values/dict.ts';
import { Instance } from '../values/instance.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import { entriesOf, isDict } from './dict-entries.ts';

function keywordEntries(kwargs: unknown): Iterable<readonly [unknown, unknown]> | undefined {
  if (kwargs instanceof Map) return kwargs;
  if (kwargs instanceof Instance) {
    const mayBeDict = kwargs.base === undefined || kwargs.base.name === 'dict';
    return mayBeDict ? (kwargs.entries ?? []) : undefined;
  }
  return isDict(kwargs) ? entriesOf(kwargs) : undefined;
}

/** NEWOBJ_EX's keywords. CPython takes the entries of any dict, and an object of an unknown class may be a dict. */
export function keywordsOf(kwargs: unknown, wholeNumbers: WholeNumbers): Dict {
  const entries = keywordEntries(kwargs);
  if (entries === undefined) {
    throw new PickleError(
      'bad-operand',
      `NEWOBJ_EX kwargs argument must be a dict, not ${pythonTypeName(kwargs, wholeNumbers)}`,
    );
  }
  for (const [name] of entries) {
    // An object of an unknown class may be a str.
    if (typeof name === 'string' || name instanceof Instance) continue;
    throw new PickleError('bad-operand', `keywords must be strings, not ${pythonTypeName(name, wholeNumbers)}`);
  }
  return kwargs instanceof Dict ? kwargs : new Dict(entries);
}

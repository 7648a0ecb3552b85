import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { attributeNameOf } from '../../values/attribute-key.ts';
import { Global } from '../../values/global.ts';
import { withState } from '../functions/attributes.ts';
import { exceptionNames, otherExceptions } from './exception-names.ts';
import { OLD_NAMES, osErrorArgs } from './os-error.ts';
import { PyError } from './py-error.ts';

/** Python's exceptions. */
export function exceptions(): readonly FamilyMember[] {
  return [
    pythonClass('builtins.BaseException', PyError, {
      setState(self, state) {
        self.attributes = withState(self.attributes, state, attributeNameOf);
      },
      reduce: ({ type, args, attributes }): Reduction => ({
        callable: type,
        args: osErrorArgs(type, args),
        state: attributes,
      }),
    }),
    // By name they are functions, because one class of JavaScript stands for all of them.
    ...exceptionNames()
      .map((name) => `builtins.${name}`)
      .filter((name) => !OLD_NAMES.includes(name))
      .map((name) => exceptionCodec(name, name === 'builtins.OSError' ? OLD_NAMES : [])),
    ...otherExceptions().map((name) => exceptionCodec(name)),
  ];
}

function exceptionCodec(name: string, aliases: readonly string[] = []): FamilyMember {
  const type = Global.of(name);
  return pythonFunction(name, undefined, { aliases, call: (args) => new PyError(type, args) });
}

import { type Codec, pythonClass, pythonFunction, type Reduction } from '../codec.ts';
import { Global } from '../values/global.ts';
import { withState } from './attributes.ts';
import { exceptionNames, otherExceptions } from './exception-names.ts';
import { PyError } from './py-error.ts';

/** Python's exceptions. */
export function exceptions(): readonly Codec[] {
  return [
    pythonClass('builtins.BaseException', PyError, {
      setState(self, state) {
        self.attributes = withState(self.attributes, state);
      },
      reduce: ({ type, args, attributes }): Reduction => ({ callable: type, args, state: attributes }),
    }),
    // By name they are functions, because one class of JavaScript stands for all of them.
    ...exceptionNames().map((name) => exceptionCodec(`builtins.${name}`)),
    ...otherExceptions().map(exceptionCodec),
  ];
}

function exceptionCodec(name: string): Codec {
  const type = Global.of(name);
  return pythonFunction(name, undefined, { call: (args) => new PyError(type, args) });
}

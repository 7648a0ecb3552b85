import { pythonTextRepr } from '../../bytes/text-repr.ts';
import { toPython2 } from '../../codec/compat-names.ts';
import type { Protocol } from '../../codec/context.ts';
import { PickleError } from '../../errors.ts';
import { type Constant, Ellipsis, NotImplemented } from '../../values/ellipsis.ts';
import { Global } from '../../values/global.ts';
import type { Dialect } from '../dialect.ts';

/**
 * How a pickle spells the name of a global: as Python has it, with private parts mangled if the dialect does so.
 *
 * @throws PickleError `bad-name` for a local object or a name that the protocol cannot spell.
 */
export function spelledName(global: Global, protocol: Protocol, dialect: Dialect): Global {
  if (/(^|\.)<locals>(\.|$)/.test(global.name)) {
    throw new PickleError('bad-name', `Can't pickle local object ${shown(global)}`);
  }
  if (global.name === '' || global.module === '')
    throw new PickleError('bad-name', `a global without a name: ${shown(global)}`);
  if (protocol < 4) checkLine(global, protocol);
  else if (!wellFormed(global.module) || !wellFormed(global.name)) throw unspellable('global', global.name, protocol);
  return dialect.mangledNames ? new Global(global.module, mangled(global.name)) : global;
}

/** The Python 2 name for a Python 3 name, with `fixImports` at protocols 0 to 2. */
export function importName(global: Global, protocol: Protocol, fixImports: boolean): Global {
  if (protocol >= 3 || !fixImports) return global;
  const { module, name } = toPython2(global);
  return new Global(module, name);
}

/** The constant whose type is a class without a name, as in `type(None)`; `undefined` for other classes. */
export function typeArgument({ module, name }: Global): null | Constant | undefined {
  if (module !== 'builtins') return undefined;
  if (name === 'NoneType') return null;
  if (name === 'ellipsis') return Ellipsis;
  return name === 'NotImplementedType' ? NotImplemented : undefined;
}

/** Modules whose classes are all written in C, and single C classes of other modules. */
const IN_C: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...['builtins', 'datetime', 'array', 'itertools', '_io', '_operator', '_functools', '_collections', '_decimal'],
  ...['collections:OrderedDict', 'collections:defaultdict', 'collections:deque', 'decimal:Decimal', 'decimal:Context'],
]);

/** The class and the name of a C method, which Python pickles with `getattr` at every protocol. */
export function methodInC({ module, name }: Global): readonly [owner: Global, name: string] | undefined {
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return undefined;
  const owner = name.slice(0, dot);
  if (!IN_C.has(module) && !IN_C.has(`${module}:${owner}`)) return undefined;
  return [new Global(module, owner), name.slice(dot + 1)];
}

/** A name as Python would quote it. */
function shown(global: Global): string {
  return pythonTextRepr(global.toString());
}

function checkLine({ module, name }: Global, protocol: Protocol): void {
  if (!fitsLine(module, protocol)) throw unspellable('module', module, protocol);
  // GLOBAL contains only the first part of a dotted name.
  if (!fitsLine(name, protocol) || name.startsWith('.')) throw unspellable('global', name, protocol);
}

function fitsLine(name: string, protocol: Protocol): boolean {
  if (name.includes('\n')) return false;
  return protocol === 3 ? wellFormed(name) : !/[^\0-\x7f]/.test(name);
}

/** Whether a text has no lone surrogate. */
function wellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

function unspellable(what: 'module' | 'global', name: string, protocol: Protocol): PickleError {
  return new PickleError(
    'bad-name',
    `can't pickle ${what} identifier ${pythonTextRepr(name)} using pickle protocol ${protocol}`,
  );
}

/** Python's mangling of private names in a class: `Outer.__Inner` becomes `Outer._Outer__Inner`. */
function mangled(name: string): string {
  const parts = name.split('.');
  return parts
    .map((part, i) => {
      const owner = (parts[i - 1] ?? '').replace(/^_+/, '');
      return i > 0 && part.startsWith('__') && !part.endsWith('__') && owner !== '' ? `_${owner}${part}` : part;
    })
    .join('.');
}

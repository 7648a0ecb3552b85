import { PickleError } from '../errors.ts';

/** Kinds of JavaScript objects that cannot be pickled, by their `Object.prototype.toString`. */
const UNPICKLABLE: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['Generator', 'generator'],
  ['AsyncGenerator', 'async_generator'],
  ['Promise', 'Promise'],
  ['WeakMap', 'WeakMap'],
  ['WeakSet', 'WeakSet'],
  ['WeakRef', 'WeakRef'],
  ['FinalizationRegistry', 'FinalizationRegistry'],
  ['Module', 'module'],
  ['Atomics', 'Atomics'],
  ['Proxy', 'Proxy'],
]);

/** The error for an object that neither the pickle format nor a codec can represent. */
export function refusalOf(value: object): PickleError {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  const kind = UNPICKLABLE.get(tag) ?? (tag.endsWith(' Iterator') ? tag : undefined);
  if (kind !== undefined) return new PickleError('cannot-pickle', `cannot pickle '${kind}' object`);
  if (isIterator(value)) return new PickleError('cannot-pickle', `cannot pickle 'iterator' object`);
  const name = classNameOf(value);
  return new PickleError(
    'not-registered',
    `Can't pickle an object of class ${name}: no codec names the class;` +
      ` pass pythonClass('module.${name}', ${name}) or its module's pythonModule in options.codecs`,
  );
}

/** The error for a function or class that none of the given modules exports. */
export function functionRefusal(value: object): PickleError {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  const name: unknown = Reflect.get(value, 'name');
  const isClass = Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
  const what = isClass && tag === 'Function' ? 'class' : 'function';
  const called = typeof name !== 'string' || name === '' ? `<anonymous ${what}>` : `<${what} ${name}>`;
  return new PickleError(
    'not-registered',
    `Can't pickle ${called}: no module given exports it; only top-level functions and classes are pickled, by name` +
      ` (pass pythonModule('module', exports) in options.codecs)`,
  );
}

function isIterator(value: object): boolean {
  return (
    'next' in value && typeof value.next === 'function' && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

function classNameOf(value: object): string {
  const type: unknown = Reflect.get(value, 'constructor');
  return typeof type === 'function' && type.name !== '' ? type.name : 'Unnamed';
}

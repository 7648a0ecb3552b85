/**
 * Errors for `options.codecs` if it is not a list of codecs. They say what to write.
 *
 * @module
 */
import { isClass } from './class.ts';
import type { Codec } from './codec.ts';

const KINDS: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  'class',
  'function',
  'constant',
  'module',
  'family',
  'stand-in',
  'instances',
]);
const LIST = 'options.codecs needs an array of codecs';

/** The error for `codecs` that is not an array. */
export function notCodecs(given: unknown): TypeError {
  if (isCodec(given)) return new TypeError(`${LIST}, got one codec; write codecs: [codec]`);
  const way = wayOf(given);
  return new TypeError(
    way === undefined ? `${LIST}, got ${kindOf(given)}` : `${LIST}, got ${way[0]}; write [${way[1]}]`,
  );
}

/** Throws if a list of codecs contains something else. */
export function checkCodec(given: unknown, at: number): void {
  if (isCodec(given)) return;
  const place = `options.codecs[${at}]`;
  if (Array.isArray(given)) throw new TypeError(`${place} is an array, not a codec; write its codecs out: ...codecs`);
  const way = wayOf(given);
  if (way === undefined) throw new TypeError(`${place} is ${kindOf(given)}, not a codec`);
  throw new TypeError(`${place} is ${way[0]}, not a codec; write ${way[1]}`);
}

/** Whether a value was made by one of the makers of codecs. */
export function isCodec(given: unknown): given is Codec {
  return typeof given === 'object' && given !== null && 'kind' in given && KINDS.has(given.kind);
}

/** Names a value that is not a codec, and the codec that was probably meant. */
function wayOf(given: unknown): readonly [what: string, code: string] | undefined {
  if (typeof given === 'function') {
    const own = given.name === '' ? 'Name' : given.name;
    return isClass(given)
      ? [`the class ${own}`, `pythonClass('module.${own}', ${own})`]
      : [`the function ${own}`, `pythonFunction('module.${own}', ${own})`];
  }
  if (Object.prototype.toString.call(given) === '[object Module]')
    return ['a module', "pythonModule('module', exports)"];
  return undefined;
}

function kindOf(given: unknown): string {
  return given === null || typeof given !== 'object' ? String(given) : 'an object';
}

/**
 * The code that registers a class of a pickle: `console.log` shows it for an object that no codec knows.
 *
 * @module
 */
import { Global } from './global.ts';
import { Tuple } from './tuple.ts';

/** What a pickle says about an object. An `Instance` has these fields. */
export interface Recorded {
  readonly cls: unknown;
  readonly how: 'call' | 'new';
  readonly args: Tuple;
  readonly kwargs: ReadonlyMap<unknown, unknown> | undefined;
  readonly base: Global | undefined;
  readonly states: readonly unknown[];
  readonly items: readonly unknown[] | undefined;
  readonly entries: readonly unknown[] | undefined;
  readonly members: readonly unknown[] | undefined;
}

/** A longer hint would contain names that nobody typed. */
const LONGEST_HINT = 300;
/** Names of fields that are shown. */
const MOST_NAMES = 8;

/** The codec that fits an object as it was pickled; `undefined` if its class has no name or one too long for a line. */
export function registration(recorded: Recorded): string | undefined {
  const { cls } = recorded;
  if (!(cls instanceof Global)) return undefined;
  const code = codecOf(cls, recorded);
  return code.length > LONGEST_HINT ? undefined : code;
}

function codecOf({ module, name }: Global, recorded: Recorded): string {
  const path = `'${escaped(`${module}${name.includes('.') ? ':' : '.'}${name}`)}'`;
  const [, own = '...'] = /(?:^|\.)([A-Za-z_]\w*)$/.exec(name) ?? [];
  const { args, states, how, base } = recorded;
  const hasParts = (recorded.items ?? recorded.entries ?? recorded.members) !== undefined;
  if (how === 'call') {
    if (/(Error|Exception|Warning|Exit|Interrupt)$/.test(own)) {
      return `pythonClass(${path}, ${own}) with class ${own} extends Error`;
    }
    if (/^[a-z_]/.test(own)) return `pythonFunction(${path}, undefined, { call: (args) => ... })`;
    const byCall = `pythonClass(${path}, ${own}, { call: (args) => ... })`;
    return args.length === 1 && states.length === 0 && !hasParts ? `pythonEnum(${path}, {...}) or ${byCall}` : byCall;
  }
  const [only] = args;
  if (
    base?.name === 'tuple' ||
    (recorded.kwargs === undefined && args.length > 0 && states.length === 0 && !hasParts)
  ) {
    const items = args.length === 1 && only instanceof Tuple ? only : undefined;
    if (items !== undefined && base === undefined)
      return `pythonClass(${path}, ${own}) with class ${own} extends Tuple`;
    return `pythonNamedTuple(${path}, [${placeholders((items ?? args).length)}])`;
  }
  const hooks = [...(args.length > 0 || recorded.kwargs !== undefined ? ['create'] : []), ...stateHooks(states)];
  const code = `pythonClass(${path}, ${own}${hooks.length === 0 ? '' : `, { ${hooks.join(', ')} }`})`;
  if (recorded.items !== undefined) return `${code} with class ${own} extends Array`;
  return recorded.entries === undefined ? code : `${code} with class ${own} extends Dict`;
}

/** What `pythonClass` has to be told of the state. */
function stateHooks(states: readonly unknown[]): string[] {
  const [state] = states;
  if (states.length === 0 || isMapping(state)) return [];
  if (state instanceof Tuple && state.length === 2 && (state[0] === null || isMapping(state[0]))) {
    if (isMapping(state[1])) return [`slots: [${slotNames(state[1])}]`];
  }
  const isList = Array.isArray(state) && !(state instanceof Tuple);
  return isList ? [`slots: [${placeholders(state.length)}]`, 'frozen: true'] : ['getState', 'setState'];
}

function isMapping(state: unknown): state is object {
  if (typeof state !== 'object' || state === null) return false;
  return state instanceof Map || Object.getPrototypeOf(state) === Object.prototype;
}

function slotNames(slots: object): string {
  const shown: string[] = [];
  for (const name of slots instanceof Map ? slots.keys() : Object.keys(slots)) {
    if (shown.length === MOST_NAMES) return [...shown, '...'].join(', ');
    shown.push(typeof name === 'string' ? `'${escaped(name)}'` : '?');
  }
  return shown.join(', ');
}

/** Placeholders for names that the pickle does not contain. */
function placeholders(count: number): string {
  return count > MOST_NAMES
    ? `... ${count} names`
    : Array.from({ length: count }, (_, i) => `'name${i + 1}'`).join(', ');
}

/** A name from the pickle without control characters, and without what ends a string or a comment. */
function escaped(name: string): string {
  return JSON.stringify(name)
    .slice(1, -1)
    .replaceAll(/['\\*]/g, '?');
}

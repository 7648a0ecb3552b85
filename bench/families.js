/**
 * Pickles that ask much of a tool for each of their bytes, and objects of the classes that `toJSON` knows, by the opcodes of
 * one. `cost.js` measures both.
 *
 * @module
 */
const latin1 = (text) => Buffer.from(text, 'latin1');
const text = (value) => `\x8c${String.fromCharCode(value.length)}${value}`;
const objects = (each) => (n) => `cm\nC\n\x940](${each.repeat(n / each.length)}e`;

/** Each as a function of about how many bytes it has. */
export const FAMILIES = {
  'tuples in one another': (n) => `N${'\x85'.repeat(n)}`,
  'tuples of two by DUP': (n) => `K\x01\x85${'2\x86'.repeat(n / 2)}`,
  'lists in one another': (n) => `${']'.repeat(n / 2)}${'a'.repeat(n / 2 - 1)}`,
  'dicts in one another': (n) => `${'}N'.repeat(n / 3)}N${'s'.repeat(n / 3)}`,
  'frozensets in one another': (n) => `${'('.repeat(n / 2)}N${'\x91'.repeat(n / 2)}`,
  'calls in one another': (n) => `cm\nC\n\x940${'h\0'.repeat(n / 4)}N${'\x85R'.repeat(n / 4)}`,
  'states in one another': (n) => `cm\nC\n\x940${'h\0)\x81'.repeat(n / 5)}N${'b'.repeat(n / 5)}`,
  'calls in a list': objects('h\0)R'),
  'new objects in a list': objects('h\0)\x81'),
  'objects with an empty state': objects('h\0)\x81}b'),
  'objects with a state': objects('h\0)\x81}h\0Nsb'),
  'dicts in a list': (n) => `](${'}'.repeat(n)}e`,
  'dicts in the memo': (n) => `](${'}\x94'.repeat(n / 2)}e`,
  'one list in many places': (n) => `]\x94](${'h\0'.repeat(n / 2)}e`,
  'small ints': (n) => `](${'K\x01'.repeat(n / 2)}e`,
  'texts of one character': (n) => `](${text('a').repeat(n / 3)}e`,
};

/** A class and what makes an object of it, which is number 0 of the memo. */
export const OBJECTS = {
  date: ['datetime\ndate', 'h\0C\x04\x07\xe4\x01\x02\x85R'],
  time: ['datetime\ntime', 'h\0C\x06\x03\x04\x05\0\0\0\x85R'],
  datetime: ['datetime\ndatetime', 'h\0C\n\x07\xe4\x01\x02\x03\x04\x05\0\0\0\x85R'],
  timedelta: ['datetime\ntimedelta', 'h\0K\x01K\x02K\x03\x87R'],
  Decimal: ['decimal\nDecimal', `h\0${text('1.25')}\x85R`],
  Fraction: ['fractions\nFraction', `h\0${text('1/7')}\x85R`],
  complex: ['builtins\ncomplex', 'h\0G?\xf8\0\0\0\0\0\0G@\0\0\0\0\0\0\0\x86R'],
  UUID: ['uuid\nUUID', `h\0)\x81}${text('int')}\x8a\x10${'abcdefgh'.repeat(2)}sb`],
  IPv4Address: ['ipaddress\nIPv4Address', 'h\0J\x01\x02\x03\x04\x85R'],
  IPv6Address: ['ipaddress\nIPv6Address', 'h\0\x8a\x0fabcdefghijklmno\x85R'],
  PurePosixPath: ['pathlib\nPurePosixPath', `h\0${text('/')}${text('usr')}${text('lib')}\x87R`],
  OrderedDict: ['collections\nOrderedDict', `h\0)R${text('a')}K\x01s`],
  defaultdict: ['collections\ndefaultdict', `h\0)R${text('a')}K\x01s`],
  Counter: ['collections\nCounter', `h\0}${text('a')}K\x01s\x85R`],
  deque: ['collections\ndeque', 'h\0)K\x05\x86RK\x01a'],
  UserDict: ['collections\nUserDict', `h\0)\x81}${text('data')}}${text('a')}K\x01ssb`],
  SimpleNamespace: ['types\nSimpleNamespace', `h\0)R}${text('a')}K\x01sb`],
  set: ['builtins\nset', 'h\0](K\x01K\x02e\x85R'],
  range: ['builtins\nrange', 'h\0K\0K\x05K\x01\x87R'],
  ValueError: ['builtins\nValueError', `h\0${text('bad')}\x85R`],
  KeyError: ['builtins\nKeyError', `h\0${text('k')}\x85R`],
  OSError: ['builtins\nOSError', `h\0K\x02${text('no')}\x86R`],
  'an unknown class with a state': ['m\nC', `h\0)\x81}${text('a')}K\x01sb`],
};

export const family = (name, size) => latin1(`\x80\x04${FAMILIES[name](size)}.`);

export function objectsOf(name, count) {
  const [cls, object] = OBJECTS[name];
  return latin1(`\x80\x04c${cls}\n\x94](${object.repeat(count)}e.`);
}

const finished = (iterable) => {
  for (const _ of iterable);
};

/** What is done with the bytes. What ends in an error counts as done: that it comes soon is the point. */
export const TOOLS = {
  loads: ({ core }, bytes) => core.loads(bytes),
  parse: ({ tools }, bytes) => tools.parse(bytes),
  'write(parse)': ({ tools }, bytes) => tools.write(tools.parse(bytes)),
  toJSON: ({ tools }, bytes) => tools.toJSON(bytes),
  'toJSON, tagged': ({ tools }, bytes) => tools.toJSON(bytes, { form: 'tagged' }),
  repr: ({ tools }, bytes) => tools.repr(bytes),
  dis: ({ tools }, bytes) => finished(tools.dis(bytes)),
  globals: ({ tools }, bytes) => tools.globals(bytes),
  optimize: ({ tools }, bytes) => tools.optimize(bytes),
};

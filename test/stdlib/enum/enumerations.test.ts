import { expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, type PySet, Tuple } from '../../../src/index.ts';
import { EnumMember } from '../../../src/stdlib.ts';
import { repr } from '../../../src/tools.ts';
import { oracle } from '../../oracle.ts';
import { expectRoundTrip } from '../both-directions.ts';

/** The enumerations that loads knows, and what is a member of them in Python but has no name here. */
const KNOWN = [
  'http.HTTPStatus',
  'http.HTTPMethod',
  're.RegexFlag',
  'calendar.Day',
  'calendar.Month',
  'plistlib.PlistFormat',
  'py_compile.PycInvalidationMode',
  'pstats.SortKey',
  'enum.FlagBoundary',
  'annotationlib.Format',
  'inspect._ParameterKind',
  'uuid.SafeUUID',
];
const MODULES = `import ${[...new Set(KNOWN.map((name) => name.slice(0, name.lastIndexOf('.'))))].join(', ')}`;

test.each(KNOWN)('every member of %s has the name, the value and the repr of CPython, both ways', async (name) => {
  const python = await oracle();
  python.run(MODULES);
  const theirs = python.evaluate(`[[m.name, repr(m.value), repr(m)] for m in ${name}.__members__.values()]`);
  for (const protocol of [0, 2, 4, 5] as const) {
    const pickle = python.dumps(`list(${name}.__members__.values())`, protocol);
    const members = loads<EnumMember[]>(pickle);
    expect(members.map((member) => [member.name, reprOf(member.value), repr(member)])).toEqual(theirs);
    expect(Buffer.from(dumps(members, { protocol })).equals(pickle)).toBe(true);
    const made = members.map(({ type, name, value }) => new EnumMember(type, name, value));
    expect(python.check(dumps(made, { protocol }), `x == list(${name}.__members__.values())`)).toBe(true);
  }
});

function reprOf(value: unknown): string {
  return value === null ? 'None' : typeof value === 'string' ? `'${value}'` : String(value);
}

test('flags of re in any combination', () =>
  expectRoundTrip('import re', '[re.RegexFlag(n) for n in range(0, 512, 2)] + [re.I | re.A]'));

test('a flag that no version names stays as the pickle has it', () => {
  const flags = loads<Instance>(dumps(new Instance(Global.of('re.RegexFlag'), 'call', Tuple.of(1 << 20))));
  expect([flags.how, flags.args.length]).toEqual(['call', 1]);
});

test('members of enumerations that each system has its own numbers for stay as the pickle has them', async () => {
  const python = await oracle();
  python.run('import signal, socket');
  for (const [expression, name] of [
    ['signal.SIGINT', 'signal.Signals'],
    ['socket.AF_INET', 'socket.AddressFamily'],
  ] as const) {
    const member = loads<Instance>(python.dumps(expression, 4));
    expect([member.cls, member.args]).toEqual([Global.of(name), Tuple.of(2)]);
  }
});

test('members of an int enumeration are equal to their int as keys, and calculate as it does', async () => {
  const python = await oracle();
  python.run(MODULES);
  const status = loads<Dict>(python.dumps('{http.HTTPStatus.OK: 1, 404: 2, http.HTTPMethod.GET: 3}', 5));
  expect([status.get(200), status.get(404), status.size]).toEqual([1, 2, 3]);
  const [ok, , method] = [...status.keys()] as EnumMember[];
  expect(status.get(ok)).toBe(1);
  expect(new Dict<unknown, number>([[200, 1]]).get(ok)).toBe(1);
  expect(loads<PySet>(python.dumps('{http.HTTPStatus.OK, re.I}', 4)).has(2)).toBe(true);
  expect(Number(ok) + 1).toBe(201);
  expect([ok?.valueOf(), method?.valueOf()]).toEqual([200, 'GET']);
  expect(python.check(dumps(status), 'x == {200: 1, 404: 2, "GET": 3}')).toBe(true);
  expect(JSON.stringify(status)).toBe('{"200":1,"404":2,"GET":3}');
});

test('the same member is the same object', async () => {
  const python = await oracle();
  python.run(MODULES);
  const [a, b] = loads<unknown[]>(
    python.dumps('[http.HTTPStatus(200), pickle.loads(pickle.dumps(http.HTTPStatus.OK))]', 4),
  );
  expect(a).toBe(b);
  expect(loads(python.dumps('http.HTTPStatus.OK', 4))).toBe(a);
});

/** What CPython cannot pickle (`pickling-errors.json`), as far as JavaScript can say it: refused for the same reason. */
import { openAsBlob } from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import {
  type ClassHooks,
  type DumpOptions,
  dumps,
  Ellipsis,
  FrozenSet,
  Global,
  Instance,
  loads,
  PickleBuffer,
  type PickleErrorCode,
  Pickler,
  PicklingError,
  PySet,
  pythonClass,
  Tuple,
} from '../../src/index.ts';
import { BytesIO, DefaultDict, OrderedDict, PyPartial, SimpleNamespace, StringIO } from '../../src/stdlib.ts';
import { fixture } from '../fixtures.ts';

type Answers = Readonly<Record<string, readonly string[]>>;
const rows = fixture<Record<string, { C: Readonly<Record<string, Answers>> }>>('pickling-errors.json');

/** What CPython 3.14 says, at one protocol or another. */
function answersOf(row: string): string[] {
  const answers = Object.values(rows[row]?.C ?? {}).flatMap((byAnswer) => Object.entries(byAnswer));
  return answers.filter(([, versions]) => versions.includes('3.14')).map(([answer]) => answer);
}

const lambda = (): number => 1;

class R {}
class E {}

/** An object of a class whose hooks are these. */
const hooked = (hooks: ClassHooks<R>): [unknown, DumpOptions] => [
  new R(),
  { codecs: [pythonClass('ckmod.R', R, hooks), pythonClass('ckmod.E', E)] },
];
const mk = new Global('ckmod', 'mk');

/** What `reduce` gives back where a program without types is wrong. */
const wrongly = (reduction: unknown): [unknown, DumpOptions] => hooked({ reduce: () => reduction as string });

type Case = [row: string, code: PickleErrorCode | 'ok', make: () => [unknown, DumpOptions?]];

const CASES: readonly Case[] = [
  ['coroutine', 'cannot-pickle', () => [(async () => 1)()]],
  ['lambda', 'not-registered', () => [lambda]],
  [
    'local func',
    'not-registered',
    () => [
      (
        () => () =>
          1
      )(),
    ],
  ],
  ['local inst', 'not-registered', () => [new (class Local {})()]],
  ['module', 'not-registered', () => [path]],
  ['BytesIO', 'ok', () => [new BytesIO(new Uint8Array([120]))]],
  ['StringIO', 'ok', () => [new StringIO('x')]],
  ['defaultdict lambda', 'not-registered', () => [new DefaultDict(lambda)]],
  [
    'BadGS',
    'failed',
    () =>
      hooked({
        getState: () => {
          throw new Error('boom');
        },
      }),
  ],
  ['BadArgs', 'bad-reduction', () => hooked({ getNewArgs: () => 1 as never })],
  ['BadArgsEx', 'bad-reduction', () => hooked({ getNewArgs: () => ({ args: 1, kwargs: new Map() }) as never })],
  ['BadArgsEx4', 'bad-reduction', () => hooked({ getNewArgs: () => ({ args: [], kwargs: [] }) as never })],
  ['dict_keys', 'cannot-pickle', () => [new Map().keys()]],
  ['dict_values', 'cannot-pickle', () => [new Map().values()]],
  ['dict_items', 'cannot-pickle', () => [new Map().entries()]],
  ['staticmethod', 'not-registered', () => [Array.from]],
  ['SimpleNamespace lambda', 'not-registered', () => [new SimpleNamespace({ f: lambda })]],
  ['ellipsis ok', 'ok', () => [Ellipsis]],
  ['builtin meth', 'ok', () => [new Instance(Global.of('builtins.getattr'), 'call', Tuple.of<unknown>([], 'append'))]],
  ['reduce:None', 'bad-reduction', () => wrongly(null)],
  ['reduce:list', 'bad-reduction', () => wrongly([mk, []])],
  ['reduce:bytes', 'bad-reduction', () => wrongly(new Uint8Array(1))],
  ['reduce:nontuple args', 'bad-reduction', () => wrongly({ callable: mk, args: new Map() })],
  ['reduce:dictitems dict', 'bad-reduction', () => wrongly({ callable: mk, args: [], entries: {} })],
  ['reduce:str locals', 'bad-name', () => hooked({ reduce: () => 'f.<locals>.g' })],
  ['reduce:lam fn', 'not-registered', () => hooked({ reduce: () => ({ callable: lambda, args: [] }) })],
  ['reduce:lam args', 'not-registered', () => hooked({ reduce: () => ({ callable: mk, args: [lambda] }) })],
  ['reduce:lam state', 'not-registered', () => hooked({ reduce: () => ({ callable: mk, args: [], state: [lambda] }) })],
  [
    'reduce:lam state setter',
    'not-registered',
    () => hooked({ reduce: () => ({ callable: mk, args: [], state: 1, stateSetter: lambda }) }),
  ],
  [
    'reduce:lam state of setter',
    'not-registered',
    () => hooked({ reduce: () => ({ callable: mk, args: [], state: lambda, stateSetter: mk }) }),
  ],
  ['reduce:newobj lam arg', 'not-registered', () => hooked({ getNewArgs: () => [lambda] })],
  [
    'reduce:newobjex lam arg',
    'not-registered',
    () => hooked({ getNewArgs: () => ({ args: [lambda], kwargs: new Map([['x', 1]]) }) }),
  ],
  [
    'reduce:newobjex lam kw',
    'not-registered',
    () => hooked({ getNewArgs: () => ({ args: [], kwargs: new Map([['x', lambda]]) }) }),
  ],
  [
    'reduce:newobjex wrong cls',
    'ok',
    () => hooked({ reduce: () => ({ callable: E, how: 'new', args: [], kwargs: new Map() }) }),
  ],
  ['in list', 'not-registered', () => [[lambda]]],
  ['in tuple', 'not-registered', () => [Tuple.from([lambda])]],
  ['in tuple5', 'not-registered', () => [Tuple.of<unknown>(1, 2, 3, 4, lambda)]],
  ['in dict val', 'not-registered', () => [{ k: lambda }]],
  ['in dict key', 'not-registered', () => [new Map([[lambda, 1]])]],
  ['in set', 'not-registered', () => [new PySet([lambda])]],
  ['in frozenset', 'not-registered', () => [new FrozenSet([lambda])]],
  ['OrderedDict', 'not-registered', () => [new OrderedDict([['k', lambda]])]],
  ['partial', 'not-registered', () => [new PyPartial(Global.of('builtins.len'), [lambda])]],
  ['dict big key', 'not-registered', () => [new Map([['k'.repeat(1000), lambda]])]],
  ['API pid euro', 'bad-name', () => ['x', { protocol: 0, persistentId: () => '€' }]],
  ['released pb', 'needs-protocol', () => [new PickleBuffer(new Uint8Array(1)), { protocol: 4 }]],
];

/** Rows about what JavaScript, or this library, has nothing of. */
const NOT_HERE: Readonly<Record<string, string>> = {
  file: 'an open file is an object of a class that no codec names: as any other',
  'file bin': 'the same',
  NoMod: 'whether Python can import a module is not known here',
  NoneMod: 'a class has the name that its codec gives',
  NoRed2: 'no object is without a way to be taken apart',
  BadArgsEx2: 'NewArgs has names, and so no wrong length',
  frame: 'no such object',
  traceback: 'no such object',
  super: 'no such object',
  classmethod: 'no such object',
  classmethod_desc: 'no such object',
  getset: 'no such object',
  'slot wrapper': 'no such object',
  're.Match': 'a match is an array of strs',
  'reduce:7tuple': 'a Reduction has names, and so no wrong length',
  'reduce:noncallable': 'what a name in Python stands for is not known here',
  'reduce:setter int': 'the same',
  'reduce:dictitems non2': 'a type error in TypeScript',
  'reduce:newobj empty': 'a Reduction always has its class',
  'reduce:newobj wrongcls': 'a Reduction may make any class',
  'reduce:str nosuch': 'what a module in Python has is not known here',
  'reduce:str dotted': 'the same',
  'reduce:str other': 'the same',
  'API fast inst': 'Pickler.fast is not offered',
  'API fast rec dict': 'the same',
  'API proto -5': 'only -1 stands for the highest protocol',
  'API sub noinit': 'a constructor cannot be left out',
  'API subU noinit': 'the same',
  'reduce:lam dict': 'Python takes the row; a function has no pickle here',
};

/** Rows about wrong arguments, or right ones. */
const ARGUMENTS: readonly (readonly [row: string, error: ErrorConstructor | undefined, call: () => unknown])[] = [
  ['API buffer_callback pNone', undefined, () => dumps(1, { bufferCallback: () => true })],
  ['API loads memoryview', undefined, () => loads(new DataView(dumps(1).buffer))],
  ['API loads str', TypeError, () => loads('N.' as never)],
  ['API nowrite', TypeError, () => new Pickler().dumpTo(1, {} as never)],
  ['API proto str', RangeError, () => dumps(1, { protocol: '2' as never })],
];

test('every row is asked, or has a reason why not', () => {
  const asked = [...CASES.map(([row]) => row), ...ARGUMENTS.map(([row]) => row), ...Object.keys(NOT_HERE)];
  expect(asked.filter((row, i) => asked.indexOf(row) !== i)).toEqual([]);
  expect(Object.keys(rows).sort()).toEqual(asked.sort());
});

test.for(CASES)('%s: %s, as by CPython', ([row, code, make]) => {
  expect(answersOf(row).map((answer) => answer.startsWith('OK '))).toContain(code === 'ok');
  const [value, options] = make();
  if (code === 'ok') {
    expect(dumps(value, options).length).toBeGreaterThan(0);
    return;
  }
  let refusal: unknown;
  try {
    dumps(value, options);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(PicklingError);
  expect(refusal).toMatchObject({ code });
});

test.for(ARGUMENTS)('%s', async ([, error, call]) => {
  if (error === undefined) await call();
  else await expect(async () => await call()).rejects.toThrow(error);
});

test('what holds a file of the runtime is refused', async () => {
  const blob = await openAsBlob(new URL(import.meta.url));
  expect(() => dumps({ file: blob })).toThrow(PicklingError);
});

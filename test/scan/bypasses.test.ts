/** Pickles that do harm with names of the allow-list, or in ways that hide a name: none of them is safe. */
import { describe, expect, test } from 'vitest';
import { scanSync } from '../../src/scan.ts';

/** A str of protocol 4. */
const s = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}`;
/** A global of protocol 4. */
const g = (module: string, name: string): string => `${s(module)}${s(name)}\x93`;
const call = (callable: string, ...args: string[]): string => `${callable}(${args.join('')}tR`;
const tuple = (...items: string[]): string => `(${items.join('')}t`;
const dict = (...pairs: string[]): string => `}(${pairs.join('')}u`;
const pickle = (body: string): Uint8Array => Buffer.from(`\x80\x04${body}.`, 'latin1');

const PATH = call(g('pathlib', 'Path'), s('/tmp/victim'));
const UNLINK = call(g('operator', 'methodcaller'), s('unlink'));
const GENERATOR = g('numpy.random._pickle', '__generator_ctor');
const MEMMAP = g('numpy.core.memmap', 'memmap');
const SYSTEM = g('os', 'system');

const BYPASSES: readonly (readonly [what: string, body: string])[] = [
  ['a method is called by a constructor of numpy that calls what it is given', call(GENERATOR, PATH, UNLINK)],
  ['the same in RandomState', call(g('numpy.random', '__RandomState_ctor'), PATH, UNLINK)],
  [
    'a key function in the state of a partial',
    `${call(g('functools', 'partial'), g('builtins', 'max'))}${tuple(g('builtins', 'max'), tuple(`](${PATH}${PATH}e`), dict(s('key'), UNLINK), 'N')}b)R`,
  ],
  ['a method by MethodType', call(call(g('types', 'MethodType'), UNLINK, PATH))],
  ['a method for each item', call(g('builtins', 'list'), call(g('builtins', 'map'), UNLINK, `](${PATH}e`))],
  ['a method of a class, by its dotted name', call(g('pathlib', 'Path.unlink'), PATH)],
  ['a bound method by getattr', call(call(g('builtins', 'getattr'), PATH, s('unlink')))],
  ['a file that is made by a memory map', `${MEMMAP}${tuple(s('/tmp/victim'), s('u1'), s('w+'))}\x81`],
  [
    'the same by keywords',
    call(
      g('pandas.core.indexes.base', '_new_Index'),
      MEMMAP,
      dict(s('filename'), s('/tmp/victim'), s('mode'), s('w+'), s('dtype'), s('u1')),
    ),
  ],
  ['the same by _reconstructor', call(g('copyreg', '_reconstructor'), MEMMAP, MEMMAP, s('/tmp/victim'))],
  [
    'the same by __newobj_ex__',
    call(g('copyreg', '__newobj_ex__'), MEMMAP, tuple(s('/tmp/victim')), dict(s('mode'), s('w+'))),
  ],
  ['a file that is read as a time zone', call(g('dateutil.tz', 'tzfile'), s('\\\\\\\\host\\\\share'))],
  [
    'system by builtins.__import__',
    call(g('builtins', 'getattr'), call(g('builtins', '__import__'), s('os')), s('system')),
  ],
  ['system through a module that has it', call(g('logging', 'os.system'), s('id'))],
  ['system through a class of the list', call(g('collections', 'OrderedDict.__init__.__globals__'), s('x'))],
  [
    'subclasses by the type of an object',
    call(call(g('builtins', 'getattr'), call(g('builtins', 'type'), ')'), s('__subclasses__'))),
  ],
  [
    'a name of texts that are overwritten in the memo',
    `${s('os')}\x940${s('collections')}q\x000${s('os')}q\x00${s('system')}q\x010h\x00h\x01\x93(${s('id')}tR`,
  ],
  ['a name from DUP and POP', `${s('os')}2${s('junk')}00${s('os')}${s('system')}\x93${s('id')}\x85R`],
  ['a name of protocol 0 in escapes', `V\\u006fs\nV\\u0073ystem\n\x93${s('id')}\x85R`],
  ['a name in bytes of Python 2', `U\x05posixU\x06system\x93${s('id')}\x85R`],
  ['a name of Python 2 behind a second PROTO', `\x80\x02ccommands\ngetoutput\n${s('id')}\x85R`],
  ['INST', `(${s('id')}ios\nsystem\n`],
  ['OBJ', `(${SYSTEM}${s('id')}o`],
  ['NEWOBJ of a Popen', `${g('subprocess', 'Popen')}${tuple(s('id'))}\x81`],
  ['NEWOBJ_EX of a Popen', `${g('subprocess', 'Popen')})${dict(s('args'), s('id'))}\x92`],
  ['BUILD with a slot state on a module', `${g('sys', 'modules')}N${dict(s('x'), s('y'))}\x86b`],
  ['items into the modules', `${g('sys', 'modules')}${s('json')}${g('os', 'path')}s`],
  ['items into the environment', `${g('os', 'environ')}${s('LD_PRELOAD')}${s('/tmp/x.so')}s`],
  ['the path, which is appended to', `${g('sys', 'path')}${s('/tmp')}a`],
  ['a __setstate__ that is a name', `${g('types', 'SimpleNamespace')})R${dict(s('__setstate__'), SYSTEM)}b${s('id')}b`],
  ['a __reduce__ that is a partial', call(call(g('functools', 'partial'), SYSTEM, s('id')))],
  [
    'a default factory',
    call(
      g('operator', 'mod'),
      s('%(a)s'),
      call(g('collections', 'defaultdict'), call(g('functools', 'partial'), SYSTEM, s('id'))),
    ),
  ],
  ['a factory of a zip of names', call(g('itertools', 'starmap'), SYSTEM, `](${tuple(s('id'))}e`)],
  [
    'text that is decoded to a pickle',
    call(g('pickle', 'loads'), call(g('_codecs', 'encode'), 'Vcos\\u000asystem\\u000a(V id\\u000atR.\n', s('latin1'))),
  ],
  ['a codec that unpacks', call(g('_codecs', 'decode'), 'C\x03abc', s('zlib'))],
  ['a codec by encode', call(g('_codecs', 'encode'), s('x'), s('rot13'))],
  ['numpy, whose load reads pickles', call(g('numpy', 'load'), s('/tmp/x.npy'))],
  ['a function of numpy that runs a program', call(g('numpy.f2py.crackfortran', 'myeval'), s('1'))],
  ['torch.hub', call(g('torch.hub', 'load'), s('a/b'), s('c'))],
  ['an environment of the standard library', call(g('timeit', 'timeit'), s('pass'))],
  ['a code object', call(g('types', 'FunctionType'), call(g('marshal', 'loads'), 'C\x01c'), '}')],
  ['a persistent id', `${s('x')}Q`],
  ['an extension code', '\x82\x01)R'],
  ['what follows STOP', `N.\x80\x04${call(SYSTEM, s('id'))}`],
  ['what follows STOP and junk', `N.\xff\xff\xff${call(SYSTEM, s('id'))}`],
  ['protocol 0 behind junk', `N.\xff\xff(S'id'\nios\nsystem\n`],
  ['STACK_GLOBAL behind junk', `N.\xff\xff${call(SYSTEM, s('id'))}`],
  ['a fault before the call', `0${call(SYSTEM, s('id'))}`],
  ['a text that is cut in the name', `(S'id'\nios\nsystemX`.replace(/\.$/, '')],
];

describe('what does harm is not safe', () => {
  test.for(BYPASSES)('%s', ([, body]) => {
    const { verdict, incomplete } = scanSync(pickle(body));
    expect(verdict === 'safe' && !incomplete).toBe(false);
    expect(verdict).not.toBe('safe');
  });
});

/** The unpickler that is written in Python takes away the last character of a line, whatever it is. */
test.for(['cos\nsystemX', "(S'id'\nios\nsystemX", "S'a'\n(ios\nsystem"])(
  '%j is cut in a name, and not safe',
  (text) => {
    const { verdict, findings } = scanSync(Buffer.from(text));
    expect(verdict).not.toBe('safe');
    expect(findings.map(({ global }) => global)).toContain(text.endsWith('X') ? 'os.system' : 'os.syste');
  },
);

/** In bytes that are no pickle, what does harm is found wherever it begins. */
describe('harm behind junk is named', () => {
  test.for([
    ['PROTO', `\x80\x02cos\nsystem\n(S'id'\ntR.`],
    ['GLOBAL', `cos\nsystem\n(S'id'\ntR.`],
    ['INST', `(S'id'\nios\nsystem\n.`],
    ['OBJ', `(cos\nsystem\nS'id'\no.`],
    ['STACK_GLOBAL', `${call(SYSTEM, s('id'))}.`],
    ['STACK_GLOBAL with memo', `${s('os')}\x94${s('system')}\x94\x93${s('id')}\x85R.`],
    ['BINUNICODE', 'X\x02\0\0\0osX\x06\0\0\0system\x93)R.'],
    ['UNICODE', 'Vos\nVsystem\n\x93)R.'],
    ['STRING', "S'os'\nS'system'\n\x93)R."],
    ['SHORT_BINSTRING', 'U\x02osU\x06system\x93)R.'],
  ])('%s', ([, body = '']) => {
    for (const before of ['N.\xff\xff', '\xff\xfe\0junk\0', 'N.\x07\x08\x09\xf0']) {
      const { verdict, findings } = scanSync(Buffer.from(`${before}${body}`, 'latin1'));
      expect(verdict).toBe('dangerous');
      expect(findings.map(({ global }) => global)).toContain('os.system');
    }
  });
});

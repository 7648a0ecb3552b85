/** The examples of docs/classes.md, both ways, with each Python at hand. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Codec, type DumpOptions, dumps, type Instance, type LoadOptions, loads } from 'brine';
import { afterAll, describe, expect, test } from 'vitest';
import { type LocalPython, localPythons, type Oracle, oracle, runPython } from '../oracle.ts';

const page = readFileSync(new URL('../../docs/classes.md', import.meta.url), 'utf8');
const folder = new URL('../.examples-classes/', import.meta.url);
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

interface Section {
  readonly title: string;
  readonly python: string;
  readonly typescript: string;
}
interface Example {
  readonly codecs: readonly Codec[];
  readonly value: unknown;
  readonly options?: DumpOptions & LoadOptions;
}

const sections: Section[] = page
  .split(/\n## /)
  .slice(1)
  .map((text) => ({ title: text.split('\n')[0] ?? '', python: codeOf(text, 'py'), typescript: codeOf(text, 'ts') }));
const bothWays = sections.filter(({ python }) => python !== '');

function codeOf(section: string, language: 'ts' | 'py'): string {
  return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(section)?.[1] ?? '';
}

async function exampleOf({ title, typescript }: Section): Promise<Example> {
  const file = new URL(`${title.replaceAll(/\W+/g, '-')}.ts`, folder);
  writeFileSync(file, typescript);
  return (await import(file.pathname)) as Example;
}

/** What Python needs to pickle the example's value, and to compare what it reads with that. */
const HARNESS = `
import base64, enum, json, pickle, sys, types

def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, enum.Enum):
        return a is b
    if isinstance(a, (bool, int, str, type(None), types.FunctionType)):
        return a == b
    mine, theirs = parts(a), parts(b)
    return len(mine) == len(theirs) and all(map(same, mine, theirs))

def parts(x):
    if type(x) is list or type(x) is tuple:
        return list(x)
    if type(x) is dict:
        return [tuple(item) for item in x.items()]
    found = [dict(getattr(x, '__dict__', {}))]
    for cls in type(x).__mro__:
        slots = cls.__dict__.get('__slots__', ())
        found += [(name, getattr(x, name)) for name in slots if name != '__dict__' and hasattr(x, name)]
    if isinstance(x, (list, tuple)):
        found += list(x)
    if isinstance(x, dict):
        found += [tuple(item) for item in x.items()]
    if isinstance(x, BaseException):
        found += [x.args, str(x)]
    return found

def define(source):
    module = types.ModuleType('app')
    sys.modules['app'] = module
    exec(source, module.__dict__)
    return module

def written(source):
    """The value at each protocol, or nothing where Python refuses."""
    app = define(source)
    found = []
    for protocol in range(6):
        try:
            bytes = (app.dumps if hasattr(app, 'dumps') else pickle.dumps)(app.value, protocol)
        except (pickle.PicklingError, TypeError):
            bytes = None
        found.append(bytes and base64.b64encode(bytes).decode())
    return found

def read(source, texts):
    app = define(source)
    load = app.loads if hasattr(app, 'loads') else pickle.loads
    return [text is None or same(load(base64.b64decode(text)), app.value) for text in texts]
`;

/** A Python by what it writes of sources, and what it reads. */
interface Side {
  readonly version: string;
  written(sources: readonly string[]): (string | null)[][];
  read(rows: readonly { source: string; texts: readonly (string | null)[] }[]): boolean[][];
}

function pyodideSide(python: Oracle): Side {
  python.run(HARNESS);
  const ask = (expression: string, given: unknown): unknown => {
    python.run(`given = json.loads(${JSON.stringify(JSON.stringify(given))})`);
    return python.evaluate(expression);
  };
  return {
    version: '3.14',
    written: (sources) => ask('[written(source) for source in given]', sources) as (string | null)[][],
    read: (rows) => ask('[read(row["source"], row["texts"]) for row in given]', rows) as boolean[][],
  };
}

function localSide(python: LocalPython): Side {
  const ask = (expression: string, given: unknown): unknown => {
    const script = `${HARNESS}\ngiven = json.load(sys.stdin)\nprint(json.dumps(${expression}))`;
    return JSON.parse(runPython(python, script, Buffer.from(JSON.stringify(given))).toString());
  };
  return {
    version: python.version,
    written: (sources) => ask('[written(source) for source in given]', sources) as (string | null)[][],
    read: (rows) => ask('[read(row["source"], row["texts"]) for row in given]', rows) as boolean[][],
  };
}

/** What a Python before 3.10 cannot define. */
const needs310 = ({ python }: Section): boolean => python.includes('slots=True');
const isOld = (version: string): boolean => /^3\.[89]$/.test(version);

/** Each example with each protocol, both ways. */
async function check(side: Side): Promise<void> {
  const rows = bothWays.filter((section) => !(needs310(section) && isOld(side.version)));
  const theirs = side.written(rows.map(({ python }) => python));
  const python = side.version as NonNullable<DumpOptions['python']>;
  const ours: (string | null)[][] = [];
  for (const [at, section] of rows.entries()) {
    const { codecs, value, options } = await exampleOf(section);
    const pickles = (theirs[at] ?? []).map((text) => (text === null ? null : Buffer.from(text, 'base64')));
    expect(pickles.filter((pickle) => pickle !== null).length, section.title).toBeGreaterThanOrEqual(3);
    ours.push([]);
    for (const [protocol, pickle] of pickles.entries()) {
      const written = { ...options, codecs, python, protocol: protocol as 0 };
      const where = `${section.title}, protocol ${protocol}, ${side.version}`;
      if (pickle === null) {
        // What Python refuses is refused.
        expect(() => dumps(value, written), where).toThrow(/protocol 0/);
        ours.at(-1)?.push(null);
        continue;
      }
      const loaded = loads(pickle, { ...options, codecs });
      expect(loaded, where).toStrictEqual(value);
      expect(Buffer.from(dumps(loaded, written)).equals(pickle), `${where}: other bytes`).toBe(true);
      ours.at(-1)?.push(Buffer.from(dumps(value, written)).toString('base64'));
    }
  }
  const read = side.read(rows.map(({ python: source }, at) => ({ source, texts: ours[at] ?? [] })));
  for (const [at, answers] of read.entries()) expect(answers, rows[at]?.title).toEqual(Array(6).fill(true));
}

/** `Order(id=7, customer='Ada', total=120, placed=date(2024, 2, 29))` as Django 5.2.19 on CPython 3.11 pickled it, by protocol. */
const DJANGO: readonly (readonly [protocol: 0 | 2 | 4, pickle: string])[] = [
  [
    0,
    '63646a616e676f2e64622e6d6f64656c732e626173650a6d6f64656c5f756e7069636b6c650a70300a28285673686f700a70' +
      '310a564f726465720a70320a7470330a7470340a5270350a286470360a565f73746174650a70370a63636f70795f7265670a' +
      '5f7265636f6e7374727563746f720a70380a2863646a616e676f2e64622e6d6f64656c732e626173650a4d6f64656c537461' +
      '74650a70390a635f5f6275696c74696e5f5f0a6f626a6563740a7031300a4e747031310a527031320a28647031330a566164' +
      '64696e670a7031340a4930300a735664620a7031350a5664656661756c740a7031360a73566669656c64735f63616368650a' +
      '7031370a28647031380a7362735669640a7031390a49370a7356637573746f6d65720a7032300a564164610a7032310a7356' +
      '746f74616c0a7032320a493132300a7356706c616365640a7032330a636461746574696d650a646174650a7032340a28635f' +
      '636f646563730a656e636f64650a7032350a285607e8021d0a7032360a566c6174696e310a7032370a747032380a52703239' +
      '0a747033300a527033310a73565f646a616e676f5f76657273696f6e0a7033320a56352e322e31390a7033330a73622e',
  ],
  [
    2,
    '800263646a616e676f2e64622e6d6f64656c732e626173650a6d6f64656c5f756e7069636b6c650a7100580400000073686f' +
      '70710158050000004f7264657271028671038571045271057d71062858060000005f7374617465710763646a616e676f2e64' +
      '622e6d6f64656c732e626173650a4d6f64656c53746174650a7108298171097d710a285806000000616464696e67710b8958' +
      '020000006462710c580700000064656661756c74710d580c0000006669656c64735f6361636865710e7d710f756258020000' +
      '00696471104b075808000000637573746f6d65727111580300000041646171125805000000746f74616c71134b7858060000' +
      '00706c616365647114636461746574696d650a646174650a7115635f636f646563730a656e636f64650a7116580500000007' +
      'c3a8021d711758060000006c6174696e31711886711952711a85711b52711c580f0000005f646a616e676f5f76657273696f' +
      '6e711d5806000000352e322e3139711e75622e',
  ],
  [
    4,
    '800495f7000000000000008c15646a616e676f2e64622e6d6f64656c732e62617365948c0e6d6f64656c5f756e7069636b6c' +
      '659493948c0473686f70948c054f72646572948694859452947d94288c065f73746174659468008c0a4d6f64656c53746174' +
      '659493942981947d94288c06616464696e6794898c026462948c0764656661756c74948c0c6669656c64735f636163686594' +
      '7d9475628c026964944b078c08637573746f6d6572948c03416461948c05746f74616c944b788c06706c61636564948c0864' +
      '61746574696d65948c0464617465949394430407e8021d94859452948c0f5f646a616e676f5f76657273696f6e948c06352e' +
      '322e31399475622e',
  ],
];

test('the examples are there', () => {
  expect(bothWays.length).toBeGreaterThan(10);
  expect(sections.filter(({ typescript }) => typescript === '')).toEqual([]);
});

test('each example is true with CPython 3.14, both ways, at each protocol', async () => {
  await check(pyodideSide(await oracle()));
});

test.each(DJANGO)("a model of Django's, protocol %i: the same bytes", async (protocol, hex) => {
  const section = sections.find(({ title }) => title === 'A Django model');
  const { codecs, value } = await exampleOf(section as Section);
  const pickle = Buffer.from(hex, 'hex');
  const loaded = loads<object>(pickle, { codecs, dicts: 'object' });
  expect(Object.getPrototypeOf(loaded)).toBe(Object.getPrototypeOf(value));
  expect(loaded).toEqual(value);
  expect(loads(dumps(value, { codecs, protocol }), { codecs, dicts: 'object' })).toEqual(loaded);
  for (const order of [loaded, loads(pickle)]) {
    expect(Buffer.from(dumps(order, { codecs, protocol, python: '3.11' })).toString('hex')).toBe(hex);
  }
  expect(loads<Instance>(pickle).get('customer')).toBe('Ada');
});

const local = localPythons();
describe.runIf(local.length > 0)('with the Pythons of this machine', () => {
  test.each(local.map((python): [string, LocalPython] => [python.version, python]))('%s', async (_version, python) => {
    await check(localSide(python));
  });
});

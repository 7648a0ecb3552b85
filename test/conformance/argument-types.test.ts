/** What Python's own classes take: each argument of each call replaced by values of other types, as CPython decides. */
import { expect, test } from 'vitest';
import { dumps, Float, Global, Instance, loads, PickleError, Tuple } from '../../src/index.ts';
import { localPythons, oracle, runPython } from '../oracle.ts';

/** Calls that pickles have. Arguments are literals of Python and JavaScript at once, or made by the functions below. */
const CALLS: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['datetime.date', ['2024', '2', '29']],
  ['datetime.time', ['1', '2', '3', '4']],
  ['datetime.datetime', ['2024', '2', '29', '1', '2', '3', '4']],
  ['datetime.timedelta', ['1', '2', '3']],
  ['builtins.range', ['0', '9', '2']],
  ['builtins.complex', ['1', '2']],
  ['builtins.slice', ['1', '2', '3']],
  ['builtins.bytes', ['[1]']],
  ['builtins.bytearray', ['[1]']],
  ['builtins.int', ['1']],
  ['builtins.float', ['1']],
  ['builtins.bool', ['1']],
  ['builtins.str', ['1']],
  ['fractions.Fraction', ['1', '3']],
  ['decimal.Decimal', ['1']],
  ['collections.deque', ['[1]', '3']],
  ['ipaddress.IPv4Address', ['167772161']],
  ['ipaddress.IPv6Address', ['167772161']],
  ['re._compile', ["'a'", '0']],
  ['itertools.count', ['1', '2']],
  ['itertools.repeat', ["'a'", '3']],
  ['operator.itemgetter', ['1']],
  ['array.array', ["'i'", '[1]']],
  ['uuid.UUID', ["'12345678123456781234567812345678'"]],
  ['pathlib.PurePosixPath', ["'a'", "'b'"]],
  ['functools.partial', ['len', '1']],
];
const OTHERS = ['1.0', 'True', "'1'", 'None'] as const;

const VALUES: Readonly<Record<string, unknown>> = {
  '1.0': new Float(1),
  True: true,
  "'1'": '1',
  None: null,
  len: Global.of('builtins.len'),
};

function argumentOf(text: string): unknown {
  if (Object.hasOwn(VALUES, text)) return VALUES[text];
  if (text.startsWith('[')) return [argumentOf(text.slice(1, -1))];
  return text.startsWith("'") ? text.slice(1, -1) : Number(text);
}

interface Row {
  readonly name: string;
  readonly args: readonly string[];
}

const ROWS: readonly Row[] = CALLS.flatMap(([name, args]) =>
  args.flatMap((_, at) =>
    OTHERS.map((other) => ({
      name,
      args: args.map((one, i) => (i !== at ? one : one.startsWith('[') ? `[${other}]` : other)),
    })),
  ),
);

const SCRIPT = `
import json, pickle, re
def taken(pickles):
    answers = []
    for line in pickles:
        re.purge()  # It takes 1.0 for the flags 1 of a pattern that it has.
        try:
            pickle.loads(bytes.fromhex(line))
            answers.append(True)
        except Exception:
            answers.append(False)
    return answers
`;

const PICKLES = ROWS.map(({ name, args }) =>
  dumps(new Instance(Global.of(name), 'call', Tuple.from(args.map(argumentOf))), { protocol: 2 }),
);
const HEX = JSON.stringify(PICKLES.map((pickle) => Buffer.from(pickle).toString('hex')));

/** CPython 3.14, and 3.13 where it is: which calls each takes. */
async function pythons(): Promise<[version: string, taken: readonly boolean[]][]> {
  const embedded = await oracle();
  embedded.run(SCRIPT);
  const newest = localPythons().filter(({ version }) => version === '3.13');
  const local = newest.map((python): [string, readonly boolean[]] => {
    const script = `${SCRIPT}\nimport sys\nprint(json.dumps(taken(json.load(sys.stdin))))`;
    return ['3.13', JSON.parse(runPython(python, script, Buffer.from(HEX)).toString())];
  });
  return [['3.14', embedded.evaluate(`taken(${HEX})`) as readonly boolean[]], ...local];
}

test.for([{ ints: 'bigint' }, { floats: 'exact' }] as const)(
  'with %o what CPython refuses is no object, and what it takes is no error',
  async (options) => {
    for (const [version, taken] of await pythons()) {
      const wrong = ROWS.flatMap(({ name, args }, i) => {
        const ours = outcome(PICKLES[i] ?? new Uint8Array(0), options);
        const isWrong = taken[i] === true ? ours === 'refused' : ours === 'object';
        return isWrong ? [`${version}: ${name}(${args.join(', ')}) is ${ours}`] : [];
      });
      expect(wrong).toEqual([]);
      expect(taken.filter(Boolean).length).toBeGreaterThan(ROWS.length / 4);
    }
  },
);

/** What `loads` makes of a call: an object, an error, or the call as it is. */
function outcome(pickle: Uint8Array, options: object): 'object' | 'refused' | 'kept' {
  try {
    return loads(pickle, options) instanceof Instance ? 'kept' : 'object';
  } catch (error) {
    if (error instanceof PickleError) return 'refused';
    throw error;
  }
}

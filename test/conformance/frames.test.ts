/** What CPython's readers make of frames that lie, and that `globals` reports all of it. */
import { expect, test } from 'vitest';
import { globals } from '../../src/globals/globals.ts';
import { hex } from '../fixtures.ts';
import { seeded } from '../mutants.ts';
import { oracle } from '../oracle.ts';

const python = await oracle();
python.run(`
import io
class Recorder(pickle.Unpickler):
    def find_class(self, module, name):
        self.log.append(f'{module}.{name}')
        return type(name, (), {})
def reached(text):
    data = base64.b64decode(text)
    names, ends = [], []
    for size in (0, 1, 7, 16, 33, 8192):
        file = io.BufferedReader(io.BytesIO(data), size) if size else io.BytesIO(data)
        recorder = Recorder(file)
        recorder.log = names
        try:
            recorder.load()
            ends.append(file.tell())
        except Exception:
            pass
    return [sorted(set(names)), sorted(set(ends))]
`);

/** The names that CPython's readers reach, and where the next pickle begins for each. */
function reached(pickles: readonly Uint8Array[]): [names: string[], ends: number[]][] {
  const texts = pickles.map((bytes) => Buffer.from(bytes).toString('base64'));
  return python.evaluate(`[reached(text) for text in ${JSON.stringify(texts)}]`) as [string[], number[]][];
}

/** What it is | the pickle | names that some reader reaches. */
const ROWS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a frame that ends in a line',
    '8005950400000000000000636d61636f730a73797374656d0a2e',
    ['macos.system', 'os.system'],
  ],
  ['a frame that is honest', '8005950f00000000000000636d61636f730a73797374656d0a2e', ['macos.system']],
  ['a frame without length', '8005950000000000000000636d61636f730a73797374656d0a2e', ['macos.system']],
  ['a frame in a frame that reaches further', '80059509000000000000009504000000000000004e2e4e630a612e0a620a2e', []],
];

test.for(ROWS)('%s: all names are reported', ([, pickle, names]) => {
  const bytes = hex(pickle);
  expect(reached([bytes])[0]?.[0]).toEqual(names);
  expect(globals(bytes).globals.map(({ module, name }) => `${module}.${name}`)).toEqual(names);
});

const LINES = ['macos\nsystem\n', 'os\npath\n', 'a\nb\nc\n', 'xx\ncc\nyy\n', 'q\nN.\n'];
const OTHERS = [
  '\x8c\x02os',
  '\x8c\x04cm\nf',
  'C\x04cp\nq',
  'C\x01\n',
  'Vabc\n',
  'Vcos\n',
  'N',
  '0',
  'K\x05',
  'I5\n',
  ')R',
];

test('random programs with frames of any length: all that CPython reaches is reported, and where the next begins', () => {
  const random = seeded(1);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const pickles = Array.from({ length: 600 }, () => {
    let text = '\x80\x04';
    for (let left = 1 + Math.floor(random() * 8); left > 0; left--) {
      if (random() < 0.5) text += `\x95${String.fromCharCode(Math.floor(random() * 24))}${'\0'.repeat(7)}`;
      text += random() < 0.5 ? `c${pick(LINES)}` : pick(OTHERS);
    }
    return new Uint8Array(Buffer.from(`${text}.cz\nz\n.`, 'latin1'));
  });
  const theirs = reached(pickles);
  let both = 0;
  for (const [i, bytes] of pickles.entries()) {
    const report = globals(bytes);
    if (report.error?.code === 'limit') continue;
    const ours = report.globals.map(({ module, name }) => `${module}.${name}`);
    const [names = [], ends = []] = theirs[i] ?? [];
    expect([i, ours]).toEqual([i, expect.arrayContaining(names)]);
    expect([i, report.ends]).toEqual([i, expect.arrayContaining(ends)]);
    if (names.length > 1) both++;
  }
  expect(both).toBeGreaterThan(50);
});

import { joined } from '../bytes/joined.ts';
import { write } from '../graph/write.ts';
import { LiteralReader } from '../inspect/literal.ts';
import { type Command, command, isPiped, misuse } from './command.ts';
import { CommandError, EXIT } from './command-error.ts';
import { UNPACKING } from './compression.ts';
import { readInput, shownName } from './input.ts';
import { messageOf } from './message.ts';
import { objectsIn } from './object-literals.ts';
import { type Opening, openingOfText } from './opening.ts';
import type { Output } from './output.ts';
import { Progress } from './progress.ts';
import { checkResult, WRITE_FLAGS, writeOptions, writeResult } from './result.ts';

export const make: Command = command({
  name: 'make',
  operands: '[FILE]',
  count: { least: 0, most: 1 },
  summary: 'a pickle of JSON or JavaScript literals',
  details: [
    'From JSON, makes what pickle.dumps(json.loads(text)) makes in Python, byte for byte. 2 is an int, 2.0 a float. Nothing is run.',
    "Also accepts comments, trailing commas, keys without quotes, single quotes, 1n, 0x1f, NaN, undefined, new Map([[1, 2]]), new Set([1]), new Uint8Array([1]). From Python it accepts None, True, False, (1, 2), {1, 2}, {1: 2}, b'bytes', frozenset({1}), bytearray(b'bytes'), Decimal('1.5'), UUID('...'), datetime.date(2024, 7, 1), datetime, time (with tzinfo=datetime.timezone.utc or another zone), timedelta, timezone and zoneinfo.ZoneInfo('Europe/Paris').",
  ],
  flags: {
    expression: { short: 'e', value: 'TEXT', summary: 'the text itself, instead of a file' },
    lines: { summary: 'make a pickle of each value in the text (JSON lines)' },
    tagged: { summary: 'the text is from brine json --tagged' },
    ...WRITE_FLAGS,
    ...UNPACKING,
  },
  examples: [
    ['brine make -e \'{"a": [1, 2.0]}\' -o a.pkl', 'a dict'],
    ['brine make --lines -o rows.pkl rows.jsonl', 'one pickle for each line, for repeated pickle.load'],
  ],
  async run({ flags, operands, output }) {
    const file = operands[0] ?? (flags.expression === undefined && isPiped() ? '-' : undefined);
    if ((file === undefined) === (flags.expression === undefined)) throw misuse('make', 'needs a FILE or -e TEXT');
    checkResult(flags.output, output);
    const options = writeOptions('make', flags);
    const what = file === undefined ? 'the text' : shownName(file);
    const text = flags.expression ?? (await readText(file ?? '-', output, openingOfText('make', flags)));
    if (flags.tagged) {
      const { fromJSON } = await import('../json/from-json.ts');
      const lines = flags.lines ? text.split('\n').filter((line) => line.trim() !== '') : [text];
      const graphs = lines.map((line) => fromJSON(line));
      const pickles = graphs.map((graph) => write(graph, options));
      await writeResult(joined(pickles), flags.output, output);
      return EXIT.ok;
    }
    const pickles: Uint8Array[] = [];
    const progress = new Progress(output.stderr, 'reading', text.length);
    const reader = new LiteralReader(text, what, await objectsIn(text), (at) => progress.update(at));
    do {
      pickles.push(write({ root: reader.value(), protocol: 5 }, options));
    } while (flags.lines && !reader.atEnd());
    progress.end();
    if (!reader.atEnd())
      throw new CommandError(`${what}: there is more than one value; --lines makes a pickle of each`);
    await writeResult(joined(pickles), flags.output, output);
    return EXIT.ok;
  },
});

async function readText(name: string, output: Output, opening: Opening): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode((await readInput(name, output, opening)).bytes);
  } catch (error) {
    const reason = error instanceof TypeError ? 'not UTF-8 text' : messageOf(error);
    throw new CommandError(`${shownName(name)}: ${reason}`, { cause: error });
  }
}

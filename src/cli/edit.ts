import { joined } from '../bytes/joined.ts';
import type { Protocol } from '../codec/context.ts';
import { Comparison } from '../diff/comparison.ts';
import { differenceText } from '../diff/difference.ts';
import type { Graph, Node } from '../graph/graph.ts';
import { type LiteralObjects, LiteralReader } from '../inspect/literal.ts';
import { addAt, type Editable, placeAt, removeAt } from '../inspect/path.ts';
import * as op from '../opcodes.ts';
import { type Command, command, misuse } from './command.ts';
import { CommandError, EXIT } from './command-error.ts';
import { compress } from './compression.ts';
import { ENCODINGS, type Encoding, encodingOf } from './encoding.ts';
import { explained, type Input, readInput, refuseJoblib, shownName } from './input.ts';
import { messageOf } from './message.ts';
import { objectsIn } from './object-literals.ts';
import { libraryReaders } from './object-readers.ts';
import { OPENING, openingOf } from './opening.ts';
import type { Output } from './output.ts';
import { parsed } from './parts.ts';
import { writeResult } from './result.ts';
import { surveyed } from './surveyed.ts';
import { written } from './written.ts';

export const edit: Command = command({
  name: 'edit',
  operands: 'FILE PATH[=VALUE]...',
  count: { least: 2, most: Number.POSITIVE_INFINITY },
  summary: 'change, add or remove single values',
  details: [
    'Puts values into existing places. A value is JSON, or a literal of JavaScript or Python. With --add a place may be new: a key, an attribute, or [] after the last item. With --remove, give only PATHs: what is there is removed, one after another.',
    'Only these places change. If another place shares the object that was there, it keeps the old one. The file is replaced once the new one is complete, with the same protocol and compression. Bytes before the pickle (--offset) and after it stay.',
  ],
  flags: {
    add: { short: 'a', summary: 'a PATH may be new: key, .attribute, list[]' },
    remove: { short: 'r', summary: 'remove what is at each PATH' },
    'dry-run': { short: 'n', summary: 'show what would change, and write nothing' },
    output: { short: 'o', value: 'FILE', summary: 'write to FILE and leave the input unchanged' },
    encoding: { value: 'NAME', choices: ENCODINGS, summary: 'decode the strings of Python 2, which become str' },
    ...OPENING,
  },
  examples: [
    ['brine edit save.pkl player.gold=9999 \'player.name="Ada"\'', 'two values'],
    ["brine edit --add save.pkl player.title='\"Sir\"' 'inventory[]=7'", 'a new key and a new item'],
    ["brine edit --remove save.pkl 'inventory[0]'", 'one item fewer'],
    ["brine edit --dry-run save.pkl 'inventory[0]=null'", 'what would change'],
  ],
  async run({ flags, operands: [file = '', ...assignments], output }) {
    let bytes: Uint8Array = new Uint8Array();
    try {
      const input = await readInput(file, output, openingOf('edit', flags));
      ({ bytes } = input);
      refuseJoblib(input, 'edit');
      if (flags.add && flags.remove) throw misuse('edit', '--add and --remove cannot be combined');
      const manner = flags.remove ? 'remove' : flags.add ? 'add' : 'replace';
      const objects = await objectsIn(assignments.join('\n'));
      const edited = await change(input, assignments, manner, encodingOf(flags.encoding), objects, output);
      for (const line of edited.differences) {
        if (flags['dry-run']) await output.line(line);
      }
      if (flags['dry-run']) return EXIT.ok;
      if (file === '-' && flags.output === undefined)
        throw new CommandError('standard input cannot be changed: name an output file with -o');
      if (input.form !== undefined && flags.output === undefined) {
        throw new CommandError(`the pickle is written as text (${input.form}): name an output file with -o`);
      }
      let result: Uint8Array = joined([edited.pickle, bytes.subarray(edited.end)]);
      for (const compression of [...input.compressions].reverse()) result = await compress(result, compression);
      result = joined([input.header, result]);
      await writeResult(result, flags.output ?? file, output);
      const count = edited.differences.length;
      output.say(`${shownName(file)}: ${count} value${count === 1 ? '' : 's'} changed`);
      return EXIT.ok;
    } catch (error) {
      if (error instanceof CommandError && error.message.startsWith('edit:')) throw error;
      throw new CommandError(`${shownName(file)}: ${messageOf(explained(error, bytes))}`, { cause: error });
    }
  },
});

interface Edited {
  readonly pickle: Uint8Array;
  readonly end: number;
  readonly differences: readonly string[];
}

/** From this size on, bytes are replaced in place where possible, because a graph takes thirty times as much memory. */
const LARGE = 2 ** 22;

/** How many differences are listed. */
const LISTED = 1000;

async function change(
  { bytes }: Input,
  assignments: readonly string[],
  manner: 'replace' | 'add' | 'remove',
  encoding: Encoding | undefined,
  objects: LiteralObjects | undefined,
  output: Output,
): Promise<Edited> {
  const { counts, needed, announced, end } = surveyed(bytes, 0, Number.POSITIVE_INFINITY, output);
  const isPython2 = [op.STRING, op.BINSTRING, op.SHORT_BINSTRING].some((code) => (counts[code] ?? 0) > 0);
  if (isPython2 && encoding === undefined) {
    throw new CommandError(
      'the pickle has strings of Python 2, which would become str: give --encoding if that is right',
    );
  }
  const protocol = protocolOf(announced, needed);
  const readers = await libraryReaders(bytes, objects !== undefined);
  if (manner === 'replace' && bytes.length >= LARGE && !isPython2) {
    const values = assignments.map((one): [string, Node] => {
      const [path, value] = split(one);
      return [path, new LiteralReader(value, `the value of ${path}`, objects).only()];
    });
    const { spliced } = await import('./splice.ts');
    const made = spliced(bytes.subarray(0, end), values, readers, protocol, encoding, output);
    if (made !== undefined) return { ...made, end };
  }
  const before = parsed(bytes, encoding, output, 'parsing');
  let graph: Graph & Editable = { ...parsed(bytes, encoding, output, 'parsing'), ...readers };
  const replaceRoot = (root: Node): void => {
    graph = { ...graph, root };
  };
  for (const assignment of assignments) {
    if (manner === 'remove') {
      removeAt(graph, assignment);
      continue;
    }
    const [path, value] = split(assignment);
    const node = new LiteralReader(value, `the value of ${path}`, objects).only();
    if (manner === 'add') addAt(graph, path, node, replaceRoot);
    else placeAt(graph, path, replaceRoot).replace(node);
  }
  const pickle = written(graph, { protocol }, output, 'writing');
  const after = parsed(pickle, encoding, output, 'proving');
  if (Buffer.compare(written(after, { protocol }, output, 'proving'), pickle) !== 0) {
    throw new CommandError('the new pickle cannot be proved right: nothing was written');
  }
  const { library } = readers.library === undefined ? await libraryReaders(pickle) : readers;
  const differences: string[] = [];
  for (const one of new Comparison(before, after, {}, { library }).run()) {
    differences.push(differenceText(one));
    if (differences.length === LISTED) break;
  }
  return { pickle, end: before.end, differences };
}

/** The protocol of a pickle; 0 and 1 are not announced in it. */
function protocolOf(announced: number, needed: number): Protocol {
  const protocol = Math.max(announced, Math.min(needed, 1));
  return ([0, 1, 2, 3, 4, 5] as const).find((one) => one === protocol) ?? 5;
}

/** Splits at the first `=` outside brackets. */
function split(assignment: string): [path: string, value: string] {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < assignment.length; i++) {
    const char = assignment[i] ?? '';
    if (quote !== '') {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '[') depth++;
    else if (char === ']') depth--;
    else if (char === '=' && depth === 0) {
      // A shell passes this for an unset variable; it must not replace everything.
      if (i === 0) throw misuse('edit', `${assignment} has no path; $ is the whole value`);
      return [assignment.slice(0, i), assignment.slice(i + 1)];
    }
  }
  throw misuse('edit', `${assignment} is not PATH=VALUE`);
}

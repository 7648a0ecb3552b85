import type { GlobalsReport } from '../globals/named-global.ts';
import { viewLength } from '../graph/view-length.ts';
import { layout } from '../inspect/layout.ts';
import { producerOf } from '../inspect/producer.ts';
import type { Survey } from '../inspect/survey.ts';
import { visible } from '../inspect/visible.ts';
import { cutTo, wrapped } from '../inspect/width.ts';
import * as op from '../opcodes.ts';
import { ALL, type Command, command, FILES, integerFlag } from './command.ts';
import { CommandError, EXIT } from './command-error.ts';
import { ENCODING, type Encoding, encodingOf } from './encoding.ts';
import { picklesOf, refuseRest } from './following.ts';
import { eachInput, explained, type Input, namesNumpy } from './input.ts';
import type { JoblibFile } from './joblib-file.ts';
import { OPENING_VALUES, type Opening, openingOf } from './opening.ts';
import type { Output } from './output.ts';
import { Progress, sizeText } from './progress.ts';
import { surveyed } from './surveyed.ts';
import { loadedValue } from './value.ts';

/** How many opcodes of a long pickle are read for its value. */
const EXCERPT = 200_000;
/** How many lines of a value are shown without a terminal, and how many globals are listed. */
const LINES = 40;
const GLOBALS = 12;
/** How many characters are gathered before they are handed on. */
const GATHERED = 4096;
/** How many characters of one string are shown. */
const LONGEST = 4000;

export const show: Command = command({
  name: 'show',
  ...FILES,
  summary: 'what a file is and what is in it',
  details: [
    'Shows the size, the container, the protocol, who probably wrote it, the classes and functions that it names, and the value as Python would print it, cut to fit the terminal. For a long pickle, the value of its beginning is shown; --full loads everything.',
    'For a PyTorch or safetensors file, shows a table of the tensors and everything else in the file. The elements of the tensors are not read. Files on a server (https://...) are read in ranges.',
    'With --pprint, shows only the value, as python -m pickle prints it.',
  ],
  flags: {
    all: { short: 'a', ...ALL },
    depth: { value: 'N', summary: 'how many levels of nested containers are shown' },
    full: { short: 'f', summary: 'the whole value' },
    length: {
      value: 'N',
      summary: 'the most characters that --full and --pprint show; a shared object is repeated at each place',
    },
    path: { value: 'PATH', summary: "only what is at a place: a.b[0], $['key'].x" },
    pprint: { summary: 'only the value, as python -m pickle prints it' },
    encoding: ENCODING,
    ...OPENING_VALUES,
  },
  examples: [
    ['brine model.pkl', 'what the file is, and what is in it'],
    ["brine show --path 'users[0].name' data.pkl", 'one value'],
    ['brine show --pprint data.pkl', 'as python -m pickle data.pkl'],
  ],
  async run({ flags, operands, output }) {
    const options: ShowOptions = {
      ...flags,
      depth: integerFlag('show', 'depth', flags.depth, 1) ?? Number.POSITIVE_INFINITY,
      length: integerFlag('show', 'length', flags.length),
      encoding: encodingOf(flags.encoding),
    };
    const opening: Opening = {
      ...openingOf('show', flags),
      async tensors(name, count) {
        if (flags.pprint || flags.path !== undefined) return undefined;
        if (count > 1) await output.line(output.style.paint('name', `==> ${visible(name)} <==`));
        return await (await import('./tensors.ts')).showTensors(name, opening, output);
      },
    };
    return await eachInput(operands, output, opening, async (input, count) => {
      if (count > 1 && !flags.pprint) await output.line(output.style.paint('name', `==> ${visible(input.name)} <==`));
      try {
        return await new Show(input, options, output).run();
      } catch (error) {
        throw explained(error, input.bytes);
      }
    });
  },
});

interface ShowOptions {
  readonly all: boolean;
  readonly full: boolean;
  readonly pprint: boolean;
  readonly path: string | undefined;
  readonly depth: number;
  readonly length: number | undefined;
  readonly encoding: Encoding | undefined;
}

class Show {
  private readonly input: Input;
  private readonly options: ShowOptions;
  private readonly output: Output;
  /** Lines above the value. */
  private headLines = 0;
  private status: number = EXIT.ok;

  constructor(input: Input, options: ShowOptions, output: Output) {
    this.input = input;
    this.options = options;
    this.output = output;
  }

  /** Whether only the value is asked for. */
  private get isBare(): boolean {
    return this.options.pprint || this.options.path !== undefined;
  }

  async run(): Promise<number> {
    const { input, options, output } = this;
    const first = surveyed(input.bytes, 0, EXCERPT, output);
    const pickles = picklesOf(input.bytes, first.end, options.all, output);
    const { starts, count } = pickles;
    if (!this.isBare) await this.head(count, pickles.broken !== undefined);
    for (const [number, start] of starts.entries()) {
      if (starts.length > 1 && options.all && !this.isBare) {
        await output.line(output.style.paint('name', `--- pickle ${number + 1} ---`));
      }
      await this.pickle(start === 0 ? first : surveyed(input.bytes, start, EXCERPT, output));
    }
    refuseRest(input.bytes, pickles);
    return this.status;
  }

  /** The summary of the file. */
  private async head(count: number, isBroken: boolean): Promise<void> {
    const { input, options } = this;
    const layers = [...(input.form === undefined ? [] : [input.form]), ...input.compressions];
    const packed =
      layers.length === 0 ? '' : `, ${layers.join(' in ')}, ${sizeText((input.joblib ?? input).bytes.length)} unpacked`;
    await this.row('file', `${sizeText(input.size)}${packed}${input.arrays === undefined ? '' : `, ${input.arrays}`}`);
    if (count === 1 && !isBroken) return;
    const hint = options.all || count === 1 ? '' : ': this is the first, --all shows all';
    await this.row('pickles', `${countText(count)}${hint}`);
  }

  private async pickle(one: Survey): Promise<void> {
    const { joblib, arrays } = this.input;
    const own = joblib !== undefined && one.start === 0 ? this.inJoblib(joblib) : one;
    if (!this.isBare && (arrays === undefined || own !== one)) await this.summary(own, joblib);
    await this.value(one);
  }

  /** The pickle as joblib wrote it. */
  private inJoblib({ bytes, trailing }: JoblibFile): Survey {
    return surveyed(bytes, 0, Number.POSITIVE_INFINITY, this.output, trailing);
  }

  private async summary(one: Survey, joblib?: JoblibFile): Promise<void> {
    const report = one.excerpt === undefined || naming(one) === 0 ? undefined : await globalsOf(one.excerpt, joblib);
    const protocol = one.announced > 0 ? one.announced : `${one.needed} (not announced)`;
    await this.row('protocol', `${protocol}, ${countText(one.opcodes)} opcodes`);
    await this.row('written by', `${producerOf(one, modulesOf(report))} (probably)`);
    await this.globals(one, report);
  }

  private async globals(one: Survey, report: GlobalsReport | undefined): Promise<void> {
    const found = report?.globals ?? [];
    const names = found.map((global) =>
      global.module === undefined
        ? global.extension === undefined
          ? '(a name that the pickle computes)'
          : `extension ${global.extension}`
        : `${global.module}.${global.name}`,
    );
    const total = naming(one);
    const seen = found.reduce((sum, { count, opcode }) => sum + (opcode === 'REDUCE' ? 0 : count), 0);
    const notes = [
      ...(names.length > GLOBALS ? [`and ${names.length - GLOBALS} more`] : []),
      ...(total > seen ? [`and the names in ${total - seen} further opcodes: see brine globals`] : []),
    ];
    const shown = [...names.slice(0, GLOBALS).map(visible), ...notes];
    await this.row('globals', shown.length === 0 ? 'none' : shown.join(', '));
  }

  private async value(one: Survey): Promise<void> {
    const { options, output } = this;
    const isCut = one.opcodes > EXCERPT && !options.full && !this.isBare;
    const value = await this.load(one, isCut);
    if (!this.isBare) {
      await this.arrays(value, one);
      await output.line();
    }
    const lines = layout(value, {
      width: options.pprint ? 80 : output.columns,
      depth: options.depth,
      sortDicts: options.pprint,
      longest: options.pprint || options.full ? 2 ** 25 : LONGEST,
      parts: namesNumpy(this.input.bytes.subarray(one.start, one.end))
        ? (await import('../numpy/print/array-repr.ts')).printedParts
        : undefined,
    });
    if (options.pprint || options.full) await this.allLines(lines, one);
    else await this.cutLines(lines, isCut ? one : undefined);
  }

  /** The arrays of numpy, with the least and the greatest element of each. */
  private async arrays(value: unknown, one: Survey): Promise<void> {
    if (!namesNumpy(this.input.bytes.subarray(one.start, one.end))) return;
    let label = 'arrays';
    for (const row of (await import('./array-rows.ts')).arrayRows(value)) {
      await this.row(label, visible(row));
      label = '';
    }
  }

  private async load(one: Survey, isCut: boolean): Promise<unknown> {
    const { input, options, output } = this;
    const bytes = input.bytes.subarray(one.start, one.end);
    const { path, encoding } = options;
    const shown = path !== undefined ? await partAt(bytes, path, encoding, output) : isCut ? one.excerpt : bytes;
    if (shown === undefined) throw new CommandError('the beginning of the value cannot be shown by itself: use --full');
    const known = { namesAny: naming(one) > 0, opcodes: isCut ? EXCERPT : one.opcodes };
    return await loadedValue(shown, encoding, known, output);
  }

  /** All lines, unless there are more than a pickle of that size can reasonably have. */
  private async allLines(lines: Iterable<string>, { start, end }: Survey): Promise<void> {
    const { input, options, output } = this;
    const most = options.length ?? viewLength(end - start);
    const progress = new Progress(output.isTerminal ? undefined : output.stderr, 'writing', undefined);
    let written = 0;
    let pending = '';
    for (const line of lines) {
      const room = most - written;
      const isCut = line.length > room;
      pending += `${output.style.python(isCut ? `${cutAt(line, room)}...` : line)}\n`;
      written += line.length + 1;
      // Lines may be short, and waiting for each takes longer than making it.
      if (!isCut && pending.length < GATHERED) continue;
      await output.write(pending);
      pending = '';
      progress.update(written);
      if (!isCut) continue;
      output.say(`${input.name}: the value is cut after ${countText(most)} characters; --length N shows more`);
      this.status = EXIT.failed;
      break;
    }
    await output.write(pending);
    progress.end();
  }

  /** As many lines as fit into the terminal. */
  private async cutLines(lines: Iterable<string>, excerpt: Survey | undefined): Promise<void> {
    const { output } = this;
    const most = output.rows === undefined ? LINES : Math.max(8, output.rows - this.headLines - 4);
    let count = 0;
    let isCut = false;
    for (const line of lines) {
      if (++count > most) {
        isCut = true;
        break;
      }
      const shown = cutTo(line, output.columns);
      await output.line(output.style.python(shown));
      if (shown !== line) isCut = true;
    }
    const share = excerpt === undefined ? '' : `from the first ${countText(EXCERPT)} opcodes; `;
    if (isCut || excerpt !== undefined) {
      const hint = `... (${share}--full shows all, --path a part)`;
      for (const line of wrapped(hint, output.columns)) await output.line(output.style.paint('faint', line));
    }
  }

  private async row(label: string, text: string): Promise<void> {
    const { output } = this;
    const width = Math.max(8, output.columns - 12);
    const [first = '', ...more] = wrapped(text, width);
    this.headLines += 1 + more.length;
    await output.line(`${output.style.paint('faint', label.padEnd(12))}${first}`);
    for (const line of more) await output.line(`${' '.repeat(12)}${line}`);
  }
}

function modulesOf(report: GlobalsReport | undefined): string[] {
  return (report?.globals ?? []).flatMap(({ module }) => (module === undefined ? [] : [module]));
}

/** How many opcodes name a class or function. */
function naming({ counts }: Survey): number {
  return NAMING.reduce((sum, code) => sum + (counts[code] ?? 0), 0);
}

const NAMING = [op.GLOBAL, op.STACK_GLOBAL, op.INST, op.EXT1, op.EXT2, op.EXT4];

async function globalsOf(bytes: Uint8Array, joblib: JoblibFile | undefined): Promise<GlobalsReport> {
  return (await import('../globals/globals.ts')).globals(bytes, { trailing: joblib?.trailing });
}

/** What is at a place, as a separate pickle. */
async function partAt(
  bytes: Uint8Array,
  path: string,
  encoding: Encoding | undefined,
  output: Output,
): Promise<Uint8Array> {
  return (await import('./part-at.ts')).partAt(bytes, path, encoding, output);
}

/** `1,234,567`. `Intl` takes long to load. */
function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The beginning of a string, without half a character. */
function cutAt(text: string, length: number): string {
  const cut = Math.max(0, length);
  return text.slice(0, /[\ud800-\udbff]/.test(text.charAt(cut - 1)) ? cut - 1 : cut);
}

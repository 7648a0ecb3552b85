import { toBase64 } from '../bytes/base64.ts';
import { visible } from '../inspect/visible.ts';
import { cutTo, widthOf } from '../inspect/width.ts';
import { jsonObject, jsonString } from '../json/text.ts';
import { type DisLine, type DisMemo, type DisOptions, disassembly } from '../opcodes/dis.ts';
import { genops, type Op } from '../opcodes/genops.ts';
import { PythonException } from '../opcodes/python-exception.ts';
import { PYTHON_VERSIONS } from '../python-version.ts';
import { ALL, type Command, command, FILES, integerFlag } from './command.ts';
import { CommandError, EXIT } from './command-error.ts';
import { eachInput, explained, type Input } from './input.ts';
import { OPENING, openingOf } from './opening.ts';
import { Output } from './output.ts';
import { Progress } from './progress.ts';
import { pythonOf } from './python.ts';

export const dis: Command = command({
  name: 'dis',
  ...FILES,
  summary: 'the opcodes, as python -m pickletools',
  details: [
    'Prints what python -m pickletools prints, byte for byte. --stack and --json are additions. If one file cannot be read, the others still are.',
  ],
  flags: {
    annotate: { short: 'a', summary: 'a short description of each opcode' },
    memo: { short: 'm', summary: 'keep the memo from one pickle to the next' },
    indentlevel: { short: 'l', value: 'N', summary: 'spaces by which a new MARK level is indented (4)' },
    preamble: { short: 'p', value: 'TEXT', summary: 'text before each of several files ("==> {name} <==")' },
    output: { short: 'o', value: 'FILE', summary: 'where to write' },
    all: ALL,
    python: { value: 'V', choices: PYTHON_VERSIONS, summary: "which Python's pickletools to follow (3.14)" },
    stack: { summary: 'the stack and the memo after each opcode' },
    json: { summary: 'one JSON object per line for each opcode' },
    ...OPENING,
  },
  examples: [
    ['brine dis -a data.pkl', 'each opcode with its description'],
    ['brine dis --stack data.pkl', 'what is on the stack after each'],
  ],
  async run({ flags, operands, output }) {
    const preamble = flags.preamble ?? '==> {name} <==';
    const memo: DisMemo | undefined = flags.memo ? new Map() : undefined;
    const options: DisOptions = {
      annotate: flags.annotate ? 30 : 0,
      python: pythonOf(flags.python),
      indentlevel: integerFlag('dis', 'indentlevel', flags.indentlevel, Number.NEGATIVE_INFINITY),
    };
    const target = flags.output === undefined ? output : Output.toFile(flags.output, output);
    try {
      return await eachInput(operands, output, openingOf('dis', flags), async (input, count) => {
        if (count > 1) await target.line(preambleOf(preamble, visible(input.name)));
        const dissection = new Dissection(input, { ...options, memo }, target, output);
        await dissection.run(flags);
        return EXIT.ok;
      });
    } finally {
      if (target !== output) await target.close();
    }
  },
});

/** `{name}`, and `{{` and `}}` for braces, as Python's `str.format`. */
function preambleOf(preamble: string, name: string): string {
  return preamble.replaceAll(/\{\{|\}\}|\{name\}/g, (found) => (found === '{name}' ? name : (found[0] ?? '')));
}

class Dissection {
  private readonly input: Input;
  private readonly options: DisOptions;
  private readonly target: Output;
  private readonly progress: Progress;

  constructor(input: Input, options: DisOptions, target: Output, output: Output) {
    this.input = input;
    this.options = options;
    this.target = target;
    this.progress = new Progress(target.isTerminal ? undefined : output.stderr, 'reading', input.bytes.length);
  }

  async run(how: { readonly all: boolean; readonly stack: boolean; readonly json: boolean }): Promise<void> {
    const { bytes } = this.input;
    try {
      for (let start = 0; start < bytes.length; ) {
        start = how.json ? await this.json(start) : await this.lines(start, how.stack);
        if (!how.all) break;
      }
    } catch (error) {
      await this.target.flush();
      // Python's error is the last line of its traceback.
      const cause = error instanceof Error ? error.cause : undefined;
      const shown = cause instanceof PythonException ? new CommandError(String(cause), { cause: error }) : error;
      throw this.input.joblib === undefined ? explained(shown, bytes) : shown;
    } finally {
      this.progress.end();
    }
  }

  private async lines(start: number, hasStack: boolean): Promise<number> {
    let end = start;
    const trailing = this.input.joblib?.trailing;
    for (const line of disassembly(this.input.bytes, { ...this.options, offset: start, trailing })) {
      ({ end } = line);
      await this.target.write(hasStack ? beside(line, this.target) : line.text);
      this.progress.update(end);
    }
    return end;
  }

  private async json(start: number): Promise<number> {
    let end = start;
    const trailing = this.input.joblib?.trailing;
    for (const one of genops(this.input.bytes, { offset: start, python: this.options.python, trailing })) {
      ({ end } = one);
      await this.target.line(opJson(one));
      this.progress.update(end);
    }
    return end;
  }
}

const LEFT = 44;
/** The indent of the stack on a separate line. */
const BELOW = 8;

/**
 * The line, followed by the top of the stack and the size of the memo; they go below it if the terminal is too narrow.
 */
function beside({ text, stack, memo }: DisLine, target: Output): string {
  const line = text.trimEnd().padEnd(LEFT);
  const more = stack.length > 6 ? '... ' : '';
  const right = `| [${more}${stack.slice(-6).join(' ')}] memo ${memo.size}`;
  const { columns } = target;
  if (!target.isTerminal || widthOf(line) + 2 + right.length <= columns) return `${line}  ${right}\n`;
  return `${line.trimEnd()}\n${' '.repeat(BELOW)}${cutTo(right, columns - BELOW)}\n`;
}

/** `{"offset":0,"opcode":"PROTO","arg":4}` */
function opJson({ offset, opcode, arg, argEnd, end }: Op): string {
  const fields: [string, string][] = [
    ['offset', String(offset)],
    ['end', String(end)],
    ['opcode', jsonString(opcode.name)],
    ['proto', String(opcode.proto)],
  ];
  // Bytes that are not opcodes.
  if (opcode.name === 'BUILD' && end > argEnd) fields.push(['trailing', String(end - argEnd)]);
  if (arg !== undefined) fields.push(['arg', argumentJson(arg)]);
  return jsonObject(fields);
}

function argumentJson(arg: NonNullable<Op['arg']>): string {
  if (typeof arg === 'string') return jsonString(arg);
  if (arg instanceof Uint8Array) return `{"base64":${jsonString(toBase64(arg))}}`;
  return typeof arg === 'number' && !Number.isFinite(arg) ? jsonString(String(arg)) : String(arg);
}

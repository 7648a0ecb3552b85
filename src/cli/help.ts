import { wrapped } from '../inspect/width.ts';
import { COMMON_FLAGS, type Command, type Flag } from './command.ts';
import { COMMANDS } from './commands.ts';

/** The help of `brine` itself. */
export function mainHelp(columns: number): string {
  return [
    ...wrapped('Shows, makes and changes Python pickles. Runs nothing that they name.', columns),
    '',
    'usage: brine FILE...            as brine show FILE...',
    '       brine COMMAND [flags] FILE...',
    '',
    ...aligned(
      COMMANDS.map(({ name, summary }) => [name, summary]),
      columns,
    ),
    '',
    ...[
      'FILE is a path, a pattern, or - for standard input, which is also read if no file is named. Files in gzip, zlib, zstd, bz2, xz, lzma and lz4 are unpacked, whatever their names.',
      'Exit status: 0 for success, 1 if files differ or a scan finds something, 2 for an error.',
      '',
      'brine COMMAND --help shows the flags and an example; brine --version shows the version.',
    ].flatMap((paragraph) => wrapped(paragraph, columns)),
    '',
  ].join('\n');
}

/** The help of one command. */
export function commandHelp({ name, operands, summary, details, flags, examples }: Command, columns: number): string {
  return [
    ...wrapped(`${summary[0]?.toUpperCase() ?? ''}${summary.slice(1)}.`, columns),
    '',
    `usage: brine ${name} [flags]${operands === '' ? '' : ` ${operands}`}`,
    '',
    ...details.flatMap((paragraph) => [...wrapped(paragraph, columns), '']),
    ...aligned(Object.entries({ ...flags, ...COMMON_FLAGS }).map(flagRow), columns),
    '',
    ...examples.flatMap(([line, purpose]) => [`  $ ${line}`, ...indented(purpose, columns)]),
    '',
  ].join('\n');
}

/** An example with what it does below it. The command line is not wrapped, so that it can be copied. */
function indented(purpose: string, columns: number): string[] {
  return wrapped(purpose, columns - 4).map((line) => `    ${line}`);
}

/** Choices longer than this are listed after the summary. */
const MOST_CHOICES = 30;

function flagRow([name, { short, value, choices, summary }]: [string, Flag]): [string, string] {
  const list = choices?.join('|') ?? '';
  const isLong = list.length > MOST_CHOICES;
  const placeholder = value === undefined ? '' : ` ${list === '' || isLong ? value : list}`;
  const shown = `${short === undefined ? '   ' : `-${short},`} --${name}${placeholder}`;
  return [shown, isLong && choices !== undefined ? `${summary}: ${choices.join(', ')}` : summary];
}

/** Two columns; the right one goes below the left one if that leaves more room. */
function aligned(rows: readonly (readonly [string, string])[], columns: number): string[] {
  const width = Math.min(30, Math.floor(columns / 2), Math.max(...rows.map(([left]) => left.length)));
  const indent = ' '.repeat(width + 4);
  return rows.flatMap(([left, right]) => {
    const [first = '', ...more] = wrapped(right, columns - indent.length);
    const shown = left.length + 2 > columns ? left.trimStart() : left;
    const begin = left.length > width ? [`  ${shown}`, `${indent}${first}`] : [`  ${left.padEnd(width + 2)}${first}`];
    return [...begin, ...more.map((line) => `${indent}${line}`)];
  });
}

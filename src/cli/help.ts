import { COMMON_FLAGS, type Command, type Flag } from './command.ts';
import { COMMANDS } from './commands.ts';

/** The help of `brine` itself. */
export function mainHelp(): string {
  return [
    'Looks into Python pickles, and makes and changes them. Runs nothing that they name.',
    '',
    'usage: brine FILE...            as brine show FILE...',
    '       brine COMMAND [flags] FILE...',
    '',
    ...aligned(COMMANDS.map(({ name, summary }) => [name, summary])),
    '',
    'FILE is a path, a pattern, or - for standard input; gzip, zlib and zstd are opened by content.',
    'Exit status: 0 done; 1 something was found, or files differ; 2 it could not be done.',
    '',
    'brine COMMAND --help has the flags and an example; brine --version the version.',
    '',
  ].join('\n');
}

/** The help of one command. */
export function commandHelp({ name, operands, summary, details, flags, examples }: Command): string {
  return [
    `${summary[0]?.toUpperCase() ?? ''}${summary.slice(1)}.`,
    '',
    `usage: brine ${name} [flags]${operands === '' ? '' : ` ${operands}`}`,
    '',
    ...details.flatMap((paragraph) => [paragraph, '']),
    ...aligned(Object.entries({ ...flags, ...COMMON_FLAGS }).map(flagRow)),
    '',
    ...examples.flatMap(([line, purpose]) => [`  $ ${line}`, `    ${purpose}`]),
    '',
  ].join('\n');
}

function flagRow([name, { short, value, choices, summary }]: [string, Flag]): [string, string] {
  const placeholder = value === undefined ? '' : ` ${choices === undefined ? value : choices.join('|')}`;
  return [`${short === undefined ? '   ' : `-${short},`} --${name}${placeholder}`, summary];
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(30, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) =>
    left.length > width ? `  ${left}\n  ${' '.repeat(width + 2)}${right}` : `  ${left.padEnd(width + 2)}${right}`,
  );
}

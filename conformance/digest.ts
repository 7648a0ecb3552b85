/**
 * `npm run digest -- FILE`: one line for each pickle in a file: its number, where it begins, the SHA-256 of its
 * canonical description and how long that is. `--text` prints the description itself.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type ParseOptions, parseAll } from 'brine/tools';
import { sha256 } from './canonical-json.ts';
import { type DescriptionForm, type DescriptionLevel, describe } from './describe.ts';

const USAGE = `usage: npm run digest -- FILE... [--form refs|tree] [--level stub|std] [--encoding ASCII|latin1|utf-8|bytes]
                               [--memo fresh|kept] [--text]

Prints, for each pickle in each file: its number, its offset, the SHA-256 of its canonical description, and the
length of that; with --text the description instead of the last two. With several files, the file comes first.
- is the standard input.`;

interface Settings {
  readonly form: DescriptionForm;
  readonly level: DescriptionLevel;
  readonly options: ParseOptions & { readonly memo: 'fresh' | 'kept' };
  readonly isText: boolean;
}

function oneOf<T extends string>(name: string, value: string | undefined, allowed: readonly [T, ...T[]]): T {
  const found = value === undefined ? allowed[0] : allowed.find((known) => known === value);
  if (found === undefined) throw new TypeError(`--${name} needs one of ${allowed.join(', ')}; got ${value}`);
  return found;
}

function settingsOf(args: readonly string[]): { files: string[]; settings: Settings } {
  const string = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { form: string, level: string, encoding: string, memo: string, text: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw new TypeError('no file given');
  const encoding = oneOf('encoding', values.encoding, ['ASCII', 'latin1', 'utf-8', 'bytes']);
  return {
    files: positionals,
    settings: {
      form: oneOf('form', values.form, ['refs', 'tree']),
      level: oneOf('level', values.level, ['stub', 'std']),
      options: { encoding, memo: oneOf('memo', values.memo, ['fresh', 'kept']) },
      isText: values.text === true,
    },
  };
}

/** The lines for the pickles of one file. */
function* lines(bytes: Uint8Array, { form, level, options, isText }: Settings): Generator<string> {
  let number = 0;
  let start = 0;
  for (const { root, end } of parseAll(bytes, options)) {
    const text = describe(root, form, level);
    const described = text === undefined ? 'too large' : isText ? text : `${sha256(text)}\t${text.length}`;
    yield `${number++}\t${start}\t${described}`;
    start = end;
  }
}

function run(): number {
  let status = 0;
  try {
    const { files, settings } = settingsOf(process.argv.slice(2));
    for (const file of files) {
      try {
        const named = files.length > 1 ? `${file}\t` : '';
        for (const line of lines(readFileSync(file === '-' ? 0 : file), settings)) console.log(`${named}${line}`);
      } catch (error) {
        console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
        status = 1;
      }
    }
    return status;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
}

process.exitCode = run();

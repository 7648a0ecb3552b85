import { parseInParts } from '../graph/parse-in-parts.ts';
import { type Command, command, misuse, ONE_FILE } from './command.ts';
import { CommandError, EXIT } from './command-error.ts';
import type { OtherFormat } from './convert-to.ts';
import { ENCODING, type Encoding, encodingOf } from './encoding.ts';
import { sayWhatFollows } from './following.ts';
import { explained, readInput, shownName } from './input.ts';
import { messageOf } from './message.ts';
import { OPENING_VALUES, type Opening, openingOf } from './opening.ts';
import type { Output } from './output.ts';
import { parsed } from './parts.ts';
import { prove } from './proof.ts';
import { checkResult, WRITE_FLAGS, writeOptions, writeResult } from './result.ts';
import { rewrite } from './rewrite.ts';
import { surveyed } from './surveyed.ts';
import { mayHaveTensors } from './tensor-head.ts';
import { written } from './written.ts';

const OTHER_FORMATS = ['npy', 'npz', 'json', 'csv', 'safetensors', 'torch'] as const;
const TENSOR_FORMATS = ['safetensors', 'torch', 'npz'] as const;
const FORMATS = ['pickle', ...OTHER_FORMATS] as const;

export const convert: Command = command({
  name: 'convert',
  ...ONE_FILE,
  summary: 'the same value for another protocol, Python or program',
  details: [
    'Writes each pickle in the file again, as the given Python would write it with the given protocol. Nothing is written unless the new pickle makes the same objects. Strings of Python 2 become str, as Python 3 loads them. A compressed file is written uncompressed. A .npy, .npz or joblib file becomes a plain pickle.',
    'With --to, writes the value as another kind of file. npy takes a numpy array, and npz an array or a dict of arrays. csv takes a table: an array, a dict of columns, a list of rows or a list of dicts. json is what brine json prints. safetensors and torch write an array or a dict of arrays as tensors.',
    'PyTorch and safetensors files can become safetensors, torch or npz. Their tensors are converted one after another.',
  ],
  flags: {
    ...WRITE_FLAGS,
    to: { value: 'FORMAT', choices: FORMATS, summary: 'the kind of file (pickle)' },
    path: { value: 'PATH', summary: 'with --to, only what is at a place: a.b[0]' },
    encoding: ENCODING,
    ...OPENING_VALUES,
  },
  examples: [
    ['brine convert --protocol 2 -o old.pkl data.pkl', 'for Python 2'],
    ['brine convert --to npz -o weights.npz model.pkl', 'for numpy.load'],
    ['brine convert --to safetensors -o model.safetensors model.pt', 'for programs that read safetensors'],
    ['brine convert --to csv --path rows data.pkl', 'a table'],
  ],
  async run({ flags, operands: [file = ''], output }) {
    const options = writeOptions('convert', flags);
    const encoding = encodingOf(flags.encoding);
    const format = OTHER_FORMATS.find((one) => one === flags.to);
    if (format !== undefined) {
      if (flags.protocol ?? flags.python)
        throw misuse('convert', `--protocol and --python can only be used with --to pickle`);
      const ofTensors = TENSOR_FORMATS.find((one) => one === format);
      if (flags.path === undefined && mayHaveTensors(file)) {
        const opening = openingOf('convert', flags);
        if (ofTensors !== undefined) {
          const { convertTensors } = await import('./convert-tensors.ts');
          checkResult(flags.output, output);
          const done = await convertTensors(file, ofTensors, flags.output, opening, output);
          if (done !== undefined) return done;
        }
      }
      const conversion = { target: flags.output, encoding, path: flags.path };
      return await convertFile(file, format, conversion, output, openingOf('convert', flags));
    }
    if (flags.path !== undefined) throw misuse('convert', '--path needs --to with a format other than pickle');
    return await rewrite(file, flags.output, output, openingOf('convert', flags), async (bytes) => {
      const made = written(
        parsed(bytes, encoding, output, 'parsing', { read: parseInParts }),
        options,
        output,
        'writing',
      );
      await prove(made, bytes, encoding, output);
      return made;
    });
  },
});

interface Conversion {
  readonly target: string | undefined;
  readonly encoding: Encoding | undefined;
  readonly path: string | undefined;
}

/** The first pickle of a file as a file of another format. */
async function convertFile(
  file: string,
  format: OtherFormat,
  { target, encoding, path }: Conversion,
  output: Output,
  opening: Opening,
): Promise<number> {
  if (format !== 'json' && format !== 'csv') checkResult(target, output);
  let bytes: Uint8Array = new Uint8Array();
  try {
    ({ bytes } = await readInput(file, output, opening));
    const { end } = surveyed(bytes, 0, Number.POSITIVE_INFINITY, output);
    sayWhatFollows({ name: shownName(file), bytes }, end, output);
    const first = bytes.subarray(0, end);
    const pickle =
      path === undefined ? first : await (await import('./part-at.ts')).partAt(first, path, encoding, output);
    const { convertedTo } = await import('./convert-to.ts');
    await writeResult(await convertedTo(format, pickle, encoding, output), target, output);
    return EXIT.ok;
  } catch (error) {
    throw new CommandError(`${shownName(file)}: ${messageOf(explained(error, bytes))}`, { cause: error });
  }
}

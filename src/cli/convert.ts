import { parseInParts } from '../graph/parse-in-parts.ts';
import { type Command, command, ONE_FILE } from './command.ts';
import { ENCODING, encodingOf } from './encoding.ts';
import { OPENING, openingOf } from './opening.ts';
import { parsed } from './parts.ts';
import { prove, written } from './proof.ts';
import { WRITE_FLAGS, writeOptions } from './result.ts';
import { rewrite } from './rewrite.ts';

export const convert: Command = command({
  name: 'convert',
  ...ONE_FILE,
  summary: 'the same value for another protocol or Python',
  details: [
    'Writes each pickle in the file as that Python would write it with that protocol. Without --protocol, it is the default protocol of that Python. Nothing is written unless the new pickle makes the same objects. Strings of Python 2 become str, as Python 3 loads them. A compressed file is written uncompressed.',
  ],
  flags: {
    ...WRITE_FLAGS,
    encoding: ENCODING,
    ...OPENING,
  },
  examples: [['brine convert --protocol 2 -o old.pkl data.pkl', 'for Python 2']],
  async run({ flags, operands: [file = ''], output }) {
    const options = writeOptions('convert', flags);
    const encoding = encodingOf(flags.encoding);
    return await rewrite(file, flags.output, output, openingOf('convert', flags), (bytes) => {
      const made = written(
        parsed(bytes, encoding, output, 'parsing', { read: parseInParts }),
        options,
        output,
        'writing',
      );
      prove(made, bytes, encoding, output);
      return made;
    });
  },
});

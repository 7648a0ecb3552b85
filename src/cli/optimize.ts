import { optimize as optimized } from '../opcodes/optimize.ts';
import { type Command, command, ONE_FILE } from './command.ts';
import { OPENING, openingOf } from './opening.ts';
import { withProgress } from './progress.ts';
import { prove } from './proof.ts';
import { RESULT_FLAGS } from './result.ts';
import { rewrite } from './rewrite.ts';

export const optimize: Command = command({
  name: 'optimize',
  ...ONE_FILE,
  summary: 'the same pickle in fewer bytes: memo entries that nothing uses are left out',
  details: [
    'Does what pickletools.optimize does in Python, for each pickle in the file. Nothing is written unless the new pickle makes the same objects. A compressed file is written uncompressed.',
  ],
  flags: { ...RESULT_FLAGS, ...OPENING },
  examples: [['brine optimize -o small.pkl data.pkl', 'data.pkl in fewer bytes']],
  async run({ flags, operands: [file = ''], output }) {
    return await rewrite(file, flags.output, output, openingOf('optimize', flags), async (bytes) => {
      const made = withProgress(output.stderr, 'optimizing', bytes.length, (onProgress) =>
        optimized(bytes, { onProgress }),
      );
      await prove(made, bytes, undefined, output);
      return made;
    });
  },
});

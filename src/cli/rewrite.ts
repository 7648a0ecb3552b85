import { Writer } from '../bytes/writer.ts';
import { CommandError, EXIT } from './command-error.ts';
import { explained, readInput, refuseJoblib, shownName } from './input.ts';
import { messageOf } from './message.ts';
import type { Opening } from './opening.ts';
import type { Output } from './output.ts';
import { sizeText } from './progress.ts';
import { checkResult, writeResult } from './result.ts';
import { surveyed } from './surveyed.ts';

/** Rewrites a file, pickle by pickle. */
export async function rewrite(
  file: string,
  target: string | undefined,
  output: Output,
  opening: Opening,
  change: (pickle: Uint8Array) => Promise<Uint8Array>,
): Promise<number> {
  checkResult(target, output);
  let bytes: Uint8Array = new Uint8Array();
  try {
    const input = await readInput(file, output, opening);
    ({ bytes } = input);
    // Else it is the plain pickle of what is in the file.
    if (!opening.arrays) refuseJoblib(input, 'optimize');
    const made = new Writer();
    for (let at = 0; at < bytes.length; ) {
      const { end } = surveyed(bytes, at, Number.POSITIVE_INFINITY, output);
      made.raw(await change(bytes.subarray(at, end)));
      at = end;
    }
    const result = made.bytes.subarray(0, made.length);
    await writeResult(result, target, output);
    output.say(`${shownName(file)}: ${sizeText(bytes.length)} became ${sizeText(result.length)}, proved equal`);
    return EXIT.ok;
  } catch (error) {
    throw new CommandError(`${shownName(file)}: ${messageOf(explained(error, bytes))}`, { cause: error });
  }
}

import { areSameSteps } from '../opcodes/same-steps.ts';
import { CommandError } from './command-error.ts';
import type { Encoding } from './encoding.ts';
import type { Output } from './output.ts';
import { withProgress } from './progress.ts';

/**
 * Refuses a pickle that does not make the same objects as another. It makes the same objects if it takes the same steps.
 * Otherwise both are parsed and written in one form, which must be equal. Which places share one object counts too,
 * except for persistent objects: their ID says which object it is.
 */
export async function prove(
  made: Uint8Array,
  original: Uint8Array,
  encoding: Encoding | undefined,
  output: Output,
): Promise<void> {
  const isSame = withProgress(output.stderr, 'proving', original.length, (onProgress) =>
    areSameSteps(original, made, [], onProgress),
  );
  if (isSame) return;
  // Most pickles are proved by their steps, and start without what makes graphs and writes them.
  const { canonical } = await import('./canonical.ts');
  if (Buffer.compare(canonical(made, encoding, output), canonical(original, encoding, output)) !== 0) {
    throw new CommandError('the new pickle cannot be proved equal to the old one: nothing was written');
  }
}

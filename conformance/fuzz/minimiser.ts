/**
 * The shortest pickle that shows the same: opcodes are left out, then bytes, as long as it does.
 *
 * @module
 */
import { pickleOf, tokensOf } from './program.ts';

/** For each of some pickles, whether it shows what is looked for. */
export type Shows = (pickles: readonly Uint8Array[]) => Promise<readonly boolean[]>;

/** Pickles that are asked about at once. */
const AT_ONCE = 64;

/** A pickle that shows what `pickle` shows, and from which no opcode and no byte can be left out. */
export async function minimise(pickle: Uint8Array, shows: Shows): Promise<Uint8Array> {
  const fewer = pickleOf(await shorten(tokensOf(pickle), shows));
  return pickleOf(
    await shorten(
      Array.from(fewer, (byte) => Uint8Array.of(byte)),
      shows,
    ),
  );
}

/** Leaves out runs of parts, long ones first. */
async function shorten(parts: readonly Uint8Array[], shows: Shows): Promise<readonly Uint8Array[]> {
  let kept = parts;
  for (let size = Math.max(1, kept.length >> 1); size > 0; ) {
    const shorter = await withoutRun(kept, size, shows);
    if (shorter === undefined) size >>= 1;
    else kept = shorter;
  }
  return kept;
}

/** What is left without the first run of this size that can be left out. */
async function withoutRun(
  parts: readonly Uint8Array[],
  size: number,
  shows: Shows,
): Promise<readonly Uint8Array[] | undefined> {
  const candidates: (readonly Uint8Array[])[] = [];
  for (let at = 0; at < parts.length; at += size) candidates.push([...parts.slice(0, at), ...parts.slice(at + size)]);
  for (let from = 0; from < candidates.length; from += AT_ONCE) {
    const some = candidates.slice(from, from + AT_ONCE);
    const found = (await shows(some.map(pickleOf))).indexOf(true);
    if (found >= 0) return some[found];
  }
  return undefined;
}

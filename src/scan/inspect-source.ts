import { PickleError } from '../errors.ts';
import { type ByteSource, bytesSource } from '../sources/byte-source.ts';
import { found } from './finding.ts';
import { type Format, HEAD_BYTES, TAIL_BYTES } from './formats/format.ts';
import { FORMATS } from './formats/formats.ts';
import { inspectBytes } from './inspect.ts';
import { inspectBeginning, inspectLong } from './inspect-pickles.ts';
import type { Part, Session } from './session.ts';

/** How much of a file of another format is looked at as a pickle, in bytes. */
const BEGINNING = 2 ** 16;
/** How much of a longer one is looked at, in bytes. */
const LONG_BEGINNING = 2 ** 24;
/** The longest pickle that is looked at as a whole, in bytes. */
const LONGEST = 2 ** 31 - 1;

/** Looks at something in all ways in which a reader may take it. */
export async function inspectSource(part: Part, session: Session): Promise<void> {
  const source = part.content instanceof Uint8Array ? bytesSource(part.content) : part.content;
  const { size } = source;
  const head = await source.read(0, Math.min(size, HEAD_BYTES));
  const tail = await source.read(Math.max(0, size - TAIL_BYTES), size);
  const formats = FORMATS.filter((format) => format.matches({ head, tail, size }));
  for (const format of formats) {
    session.list(part, format.name, size);
    await inspectAs(format, source, part, session);
  }
  if (formats.some(({ isAtStart }) => isAtStart)) {
    // What begins as another format may still be a pickle for who takes it for one.
    inspectBeginning(await source.read(0, Math.min(size, BEGINNING)), part, session);
  } else if (size > LONGEST) {
    // What it does first is seen all the same.
    inspectLong(await source.read(0, LONG_BEGINNING), part, session);
  } else inspectBytes(await source.read(0, size), part, session, formats.length > 0);
}

async function inspectAs(format: Format, source: ByteSource, part: Part, session: Session): Promise<void> {
  try {
    await format.inspect(source, part, session);
  } catch (error) {
    // The source itself failed.
    if (!(error instanceof PickleError) || error.code === 'changed' || error.code === 'bad-response') throw error;
    const rule = error.code === 'limit' ? 'limit' : 'unread';
    session.report(part, found(rule, 'incomplete', undefined, `It could not be read: ${error.message}.`));
  }
}

/**
 * Formats of weights that have no code in them: safe if they are what they claim to be.
 *
 * @module
 */
import { PickleError } from '../../errors.ts';
import type { ByteSource } from '../../sources/byte-source.ts';
import { found } from '../finding.ts';
import type { Part, Session } from '../session.ts';
import { type Format, hasText, viewOf } from './format.ts';
import { readGguf } from './gguf.ts';

/** As the library safetensors. */
const LONGEST_HEADER = 100_000_000;

/** A file of safetensors: the length of a JSON text in 8 bytes, the text, the numbers. */
export const safetensors: Format = {
  name: 'safetensors',
  isAtStart: true,
  matches: ({ head, size }) => {
    if (head.length < 10) return false;
    const length = lengthOf(head);
    return (
      length <= LONGEST_HEADER && 8 + length <= size && length >= 2 && head[8] === 0x7b && /^\{\s*["}]/.test(text(head))
    );
  },
  inspect: async (source, part, session) => {
    const length = lengthOf(await source.read(0, 8));
    if (!session.spend(part, length)) return;
    const problem = problemOf(await source.read(8, 8 + length), source.size - 8 - length);
    if (problem !== undefined)
      session.report(part, found('unread', 'incomplete', 8, `It is no valid safetensors: ${problem}.`));
  },
};

function text(head: Uint8Array): string {
  return String.fromCharCode(...head.subarray(8, 24));
}

function lengthOf(head: Uint8Array): number {
  const view = viewOf(head);
  return view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
}

/** What is wrong with the header: the tensors have to fill the data without gaps and overlaps. */
function problemOf(header: Uint8Array, dataBytes: number): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch {
    return 'its header is not JSON';
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return 'its header is no object';
  const ranges: (readonly [number, number])[] = [];
  for (const [name, tensor] of Object.entries(parsed)) {
    if (name === '__metadata__') continue;
    const range = rangeOf(tensor);
    if (range === undefined) return `the tensor ${JSON.stringify(name)} has no offsets`;
    ranges.push(range);
  }
  ranges.sort(([a], [b]) => a - b);
  let end = 0;
  for (const [from, to] of ranges) {
    if (from !== end) return 'its tensors have gaps between them, or overlap';
    end = to;
  }
  return end === dataBytes ? undefined : `its tensors take ${end} bytes, and ${dataBytes} are there`;
}

function rangeOf(tensor: unknown): readonly [number, number] | undefined {
  if (typeof tensor !== 'object' || tensor === null || !('data_offsets' in tensor)) return undefined;
  const given: unknown = tensor.data_offsets;
  if (!Array.isArray(given) || given.length !== 2) return undefined;
  const [from, to]: unknown[] = given;
  if (typeof from !== 'number' || typeof to !== 'number' || !Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
    return undefined;
  }
  return from >= 0 && from <= to ? [from, to] : undefined;
}

/** A model of llama.cpp. */
export const gguf: Format = {
  name: 'gguf',
  isAtStart: true,
  matches: ({ head }) => hasText(head, 0, 'GGUF'),
  inspect: inspectGguf,
};

async function inspectGguf(source: ByteSource, part: Part, session: Session): Promise<void> {
  try {
    const problem = await readGguf(source, session.left);
    if (problem !== undefined)
      session.report(part, found('unread', 'incomplete', 0, `It is no valid GGUF: ${problem}.`));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PickleError('truncated', 'the GGUF file is cut or broken', { cause: error });
  }
}

import { isNpy, PREAMBLE_BYTES, parseHeader, readPreamble } from '../../npy/npy-header.ts';
import { partOf } from '../../sources/byte-source.ts';
import { found } from '../finding.ts';
import type { Format } from './format.ts';

/** As numpy: longer headers are refused. */
const LONGEST_HEADER = 2 ** 20;

/** A `.npy` file: numbers, or a pickle of the objects in an array. */
export const npy: Format = {
  name: 'npy',
  isAtStart: true,
  matches: ({ head }) => isNpy(head),
  inspect: async (source, part, session) => {
    const begin = await source.read(0, Math.min(source.size, PREAMBLE_BYTES));
    const preamble = readPreamble(begin, source.size, { memory: 64 * LONGEST_HEADER });
    const header = parseHeader(await source.read(preamble.start, preamble.end), preamble);
    const { dtype, shape, dataOffset } = header;
    if (dtype.hasObject) {
      const content = partOf(source, dataOffset, source.size);
      session.add({ path: [...part.path, 'objects'], role: 'loaded', content });
      return;
    }
    const bytes = shape.reduce((product, size) => product * size, dtype.itemsize);
    if (bytes === source.size - dataOffset) return;
    if (bytes > source.size - dataOffset) {
      session.report(part, found('unread', 'incomplete', dataOffset, 'The array is longer than the file.'));
    } else {
      const reason = `${source.size - dataOffset - bytes} bytes follow the array.`;
      session.report(part, found('unaccounted-bytes', 'suspicious', dataOffset + bytes, reason));
    }
  },
};

/**
 * Formats that are told by their beginning and not looked into.
 *
 * @module
 */
import { found } from '../finding.ts';
import { indexOfLambda, LAMBDA } from '../keras.ts';
import { type Format, hasText, wholeOf } from './format.ts';

/** Where an HDF5 file may begin. */
const HDF5_PLACES = [0, 512, 1024, 2048];

/** Keras models before 3, and others. */
export const hdf5: Format = {
  name: 'hdf5',
  isAtStart: true,
  matches: ({ head }) => HDF5_PLACES.some((at) => hasText(head, at, '\x89HDF\r\n\x1a\n')),
  inspect: async (source, part, session) => {
    const reason = 'HDF5 files are not looked into; a Keras model in one may have code in its layers.';
    session.report(part, found('opaque-format', 'unknown', 0, reason));
    const bytes = await wholeOf(source, part, session);
    if (bytes === undefined) return;
    const at = indexOfLambda(bytes);
    if (at < 0) return;
    session.report(part, found('program', 'dangerous', at, LAMBDA));
  },
};

function unread(name: string, isAtStart: boolean, matches: Format['matches'], reason: string): Format {
  return {
    name,
    isAtStart,
    matches,
    inspect: (_, part, session) => session.report(part, found('unread', 'incomplete', 0, reason)),
  };
}

/** Formats that are not opened, so that a file of one is never clean. */
export const unreadable: readonly Format[] = [
  unread(
    '7z',
    true,
    ({ head }) => hasText(head, 0, '7z\xbc\xaf\x27\x1c'),
    'It is a 7z archive, which is not opened: unpack it, and scan what is in it.',
  ),
  unread(
    'rar',
    true,
    ({ head }) => hasText(head, 0, 'Rar!\x1a\x07'),
    'It is a RAR archive, which is not opened: unpack it, and scan what is in it.',
  ),
  unread(
    'gdbm',
    true,
    ({ head }) => /^(?:[\xcd-\xcf]\x9a\x57\x13|\x13\x57\x9a[\xcd-\xcf])/.test(latin1(head)),
    'It is a gdbm database, which is not opened: its values may be pickles.',
  ),
  unread(
    'git lfs pointer',
    true,
    ({ head }) => hasText(head, 0, 'version https://git-lfs.github.com/'),
    'It only points to a file: fetch that with git lfs pull.',
  ),
];

/** Formats that nobody reads as a pickle. What they show is not looked at. */
const INERT: readonly (readonly [name: string, beginning: RegExp])[] = [
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['jpeg', /^\xff\xd8\xff/],
  ['gif', /^GIF8[79]a/],
  ['webp', /^RIFF[\0-\xff]{4}WEBP/],
  ['pdf', /^%PDF-/],
  ['parquet', /^PAR1/],
  ['arrow', /^ARROW1\0\0/],
  ['ogg', /^OggS/],
  ['wav', /^RIFF[\0-\xff]{4}WAVE/],
];

export const inert: readonly Format[] = INERT.map(([name, beginning]) => ({
  name,
  isAtStart: true,
  matches: ({ head }) => beginning.test(latin1(head)),
  inspect: () => {},
}));

function latin1(head: Uint8Array): string {
  return String.fromCharCode(...head.subarray(0, 16));
}

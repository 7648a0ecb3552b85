/**
 * How a command ends.
 *
 * @module
 */

/** Exit status, as grep's and diff's. */
export const EXIT = { ok: 0, found: 1, failed: 2 } as const;

/** The command line is wrong, or something cannot be done: a message for the user. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

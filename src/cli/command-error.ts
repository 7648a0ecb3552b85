/**
 * How commands end: exit status and the error for the user.
 *
 * @module
 */

/** Exit status, as with grep and diff. */
export const EXIT = { ok: 0, found: 1, failed: 2 } as const;

/** The command line is wrong, or something cannot be done: a message for the user. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

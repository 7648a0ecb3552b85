import { PickleError } from '../errors.ts';
import { CommandError } from './command.ts';
import { MORE_MEMORY } from './memory.ts';

/** What is said of an error. One that nobody expects says where it comes from. */
export function messageOf(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  if (error instanceof PickleError) return error.message.replace('raise options.limits.memory', MORE_MEMORY);
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'a folder, and no file';
  if (code === 'EACCES' || code === 'EPERM') return 'not allowed';
  if (typeof code === 'string' && code.startsWith('E')) return error.message;
  return `a fault in brine itself: ${error.stack ?? error.message}`;
}

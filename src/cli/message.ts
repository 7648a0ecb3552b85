import { PickleError } from '../errors.ts';
import { CommandError } from './command-error.ts';
import { MORE_MEMORY } from './memory.ts';

/** A message of the library with flags in place of the options that it names. */
function inFlags(message: string): string {
  return message
    .replace(/more than limits\.(\w+) allows \((\w+)\)/, 'more than the limit ($1: $2)')
    .replace('raise options.limits.memory', MORE_MEMORY)
    .replace('raise options.length', 'raise --length')
    .replace(/pass encoding: 'latin1'(.*?) or encoding: 'bytes'/, '--encoding latin1$1 or --encoding bytes')
    .replace(/(?:[;,]| -) (?:raise|pass) [^;]*?\boptions\.[^;()]*(?=;| \(at |$)|\. Pass options\.\w+/g, '')
    .replace(/, whatever options\.limits says; options\.limits\.memory can refuse it earlier/, '');
}

/** The message for an error. An unexpected one includes its stack. */
export function messageOf(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  if (error instanceof PickleError) return inFlags(error.message);
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a directory';
  if (code === 'EACCES' || code === 'EPERM') return 'not allowed';
  if (typeof code === 'string' && code.startsWith('E')) return error.message;
  return `a fault in brine itself: ${error.stack ?? error.message}`;
}

/**
 * Where a command that makes a pickle puts it.
 *
 * @module
 */
import type { Protocol } from '../codec/context.ts';
import { replaceFile } from '../node/write.ts';
import { PYTHON_VERSIONS, type PythonVersion } from '../python-version.ts';
import { integerFlag } from './command.ts';
import { CommandError } from './command-error.ts';
import { messageOf } from './message.ts';
import type { Output } from './output.ts';
import { pythonOf } from './python.ts';

/** The flags of commands that write a pickle. */
export const RESULT_FLAGS = {
  output: {
    short: 'o',
    value: 'FILE',
    summary: 'where to write; - is standard output (the default, if it is no terminal)',
  },
} as const;

export const WRITE_FLAGS = {
  ...RESULT_FLAGS,
  protocol: {
    value: 'N',
    choices: ['0', '1', '2', '3', '4', '5'],
    summary: 'the protocol (5, or 4 for a Python before 3.14)',
  },
  python: { value: 'V', choices: PYTHON_VERSIONS, summary: 'whose bytes to write (3.14)' },
} as const;

const PROTOCOLS: readonly Protocol[] = [0, 1, 2, 3, 4, 5];

/** What `--protocol` and `--python` say. */
export function writeOptions(
  name: string,
  flags: { readonly protocol: string | undefined; readonly python: string | undefined },
): { protocol: Protocol | undefined; python: PythonVersion | undefined } {
  const number = integerFlag(name, 'protocol', flags.protocol);
  return {
    protocol: PROTOCOLS.find((protocol) => protocol === number),
    python: pythonOf(flags.python),
  };
}

/** Refuses at once what would end in nothing: bytes on a terminal. */
export function checkResult(file: string | undefined, output: Output): void {
  if ((file ?? '-') === '-' && output.isTerminal) {
    throw new CommandError('a pickle is not for a terminal: give a file with -o, or a pipe');
  }
}

/** Writes bytes to a file, which is as it was until the new one is whole; or to standard output. */
export async function writeResult(bytes: Uint8Array, file: string | undefined, output: Output): Promise<void> {
  if (file === undefined || file === '-') {
    await output.bytes(bytes);
    return;
  }
  try {
    await untilInterrupted((signal) => replaceFile(file, (handle) => handle.writeFile(bytes, { signal }), true));
  } catch (error) {
    const isFolderMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new CommandError(`${file}: ${isFolderMissing ? 'there is no such folder' : messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Ctrl-C ends the process, as ever, but only when what is half done was taken back. */
async function untilInterrupted(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  try {
    await run(interrupt.signal);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    if (interrupt.signal.aborted) process.kill(process.pid, 'SIGINT');
  }
}

/**
 * Where a command writes the pickle that it makes.
 *
 * @module
 */
import type { Protocol } from '../codec/context.ts';
import type { Sink } from '../dump/sink.ts';
import { replaceFile } from '../node/replaced-file.ts';
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
    summary: 'where to write; - is standard output (the default, unless it is a terminal)',
  },
} as const;

export const WRITE_FLAGS = {
  ...RESULT_FLAGS,
  protocol: {
    value: 'N',
    choices: ['0', '1', '2', '3', '4', '5'],
    summary: 'the protocol (5, or 4 before Python 3.14)',
  },
  python: { value: 'V', choices: PYTHON_VERSIONS, summary: 'write the bytes of this Python (3.14)' },
} as const;

const PROTOCOLS: readonly Protocol[] = [0, 1, 2, 3, 4, 5];

/** The options that `--protocol` and `--python` give. */
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

/** Refuses to write bytes to a terminal before any work is done. */
export function checkResult(file: string | undefined, output: Output): void {
  if ((file ?? '-') === '-' && output.isTerminal) {
    throw new CommandError('a pickle is not written to a terminal: name a file with -o, or use a pipe');
  }
}

/**
 * Writes bytes to standard output, or to a file. The file stays as it was until the new one is complete.
 *
 * @param result - The bytes, or pieces of them, each of which is made when the one before it is written.
 */
export async function writeResult(
  result: Uint8Array | Iterable<Uint8Array>,
  file: string | undefined,
  output: Output,
): Promise<void> {
  const pieces = result instanceof Uint8Array ? [result] : result;
  if (file === undefined || file === '-') {
    for (const piece of pieces) await output.bytes(piece);
    return;
  }
  try {
    await untilInterrupted((signal) =>
      replaceFile(
        file,
        async (handle) => {
          // Each goes on where the one before it ended.
          for (const piece of pieces) await handle.writeFile(piece, { signal });
        },
        true,
      ),
    );
  } catch (error) {
    const isFolderMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new CommandError(`${file}: ${isFolderMissing ? 'there is no such directory' : messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Writes to standard output, or to a file, piece by piece. The file stays as it was until the new one is complete. */
export async function writeThrough(
  file: string | undefined,
  output: Output,
  fill: (sink: Sink) => Promise<void>,
): Promise<void> {
  if (file === undefined || file === '-') await fill({ write: (chunk) => output.bytes(chunk) });
  else await untilInterrupted(async () => await replaceFile(file, fill, true));
}

/** Ctrl-C ends the process as usual, but only after the unfinished file is removed. */
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

import type { Command, CommandEntry } from './command.ts';

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  entry('show', 'what a file is and what is in it', async () => (await import('./show.ts')).show),
  entry('dis', 'the opcodes, as python -m pickletools', async () => (await import('./dis.ts')).dis),
  entry('json', 'the value as JSON', async () => (await import('./json.ts')).json),
  entry('tree', 'types, sizes and counts by path', async () => (await import('./tree.ts')).tree),
  entry(
    'globals',
    'every class and function that Python would import',
    async () => (await import('./globals.ts')).globals,
  ),
  entry('scan', 'what files would do to a Python that loads them', async () => (await import('./scan.ts')).scan),
  entry('diff', 'what differs between two files', async () => (await import('./diff.ts')).diff),
  entry(
    'optimize',
    'the same pickle in fewer bytes: memo entries that nothing uses are left out',
    async () => (await import('./optimize.ts')).optimize,
  ),
  entry(
    'convert',
    'the same value for another protocol, Python or program',
    async () => (await import('./convert.ts')).convert,
  ),
  entry('edit', 'change, add or remove single values', async () => (await import('./edit.ts')).edit),
  entry('make', 'a pickle of JSON or JavaScript literals', async () => (await import('./make.ts')).make),
  entry('completion', 'completion for bash, zsh or fish', async () =>
    (await import('./completion.ts')).completionOf(COMMANDS),
  ),
];

function entry(name: string, summary: string, load: () => Promise<Command>): CommandEntry {
  return { name, summary, load };
}

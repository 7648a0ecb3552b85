import { existsSync } from 'node:fs';
import { isPiped } from './command.ts';
import { CommandError, EXIT } from './command-error.ts';
import { COMMANDS } from './commands.ts';
import { commandHelp, mainHelp } from './help.ts';
import { messageOf } from './message.ts';
import { Output } from './output.ts';
import { StandardSink } from './sink.ts';
import { wantsColor } from './style.ts';
import { suggestion } from './suggestion.ts';

/** The argument of a thread of `brine scan`. */
const SCAN_THREAD = '--scan-thread';

/** Runs the command that the arguments name, and returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const output = outputFor(argv);
  const status = await told(output, () => dispatch(argv, output));
  // The output before an error is written too. If that fails, it is another error.
  const flushed = await told(output, async () => {
    await output.flush();
    return EXIT.ok;
  });
  return flushed === EXIT.ok ? status : flushed;
}

/** Runs something, and tells the user if it fails. */
async function told(output: Output, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    output.say(messageOf(error));
    return EXIT.failed;
  }
}

async function dispatch(argv: readonly string[], output: Output): Promise<number> {
  const [first, ...rest] = await commandFirst(argv.length === 0 && isPiped() ? ['-'] : argv);
  if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
    if (first === undefined) {
      output.tell(mainHelp(helpColumns(output)));
      return EXIT.failed;
    }
    await output.write(mainHelp(helpColumns(output)));
    return EXIT.ok;
  }
  if (first === '--version' || first === '-V') {
    const { version } = await import('./version.ts');
    await output.line(version());
    return EXIT.ok;
  }
  if (first === SCAN_THREAD) {
    await (await import('./scanning/jobs.ts')).runThread();
    return EXIT.ok;
  }
  return await start(first, rest, output);
}

async function start(first: string, rest: readonly string[], output: Output): Promise<number> {
  const name = first === 'help' ? (rest[0] ?? '') : first;
  const named = COMMANDS.find((entry) => entry.name === name);
  if (named === undefined && (first === 'help' || !existsSync(first))) refuseMistyped(name, first === 'help');
  const command = await (named ?? COMMANDS[0])?.load();
  if (command === undefined) throw new CommandError('there are no commands');
  const argv = named === undefined ? [first, ...rest] : rest;
  const end = argv.indexOf('--');
  const isHelp = (end < 0 ? argv : argv.slice(0, end)).some((argument) => argument === '--help' || argument === '-h');
  if (first !== 'help' && !isHelp) return await command.start(argv, output);
  await output.write(commandHelp(command, helpColumns(output)));
  return EXIT.ok;
}

/** The arguments with the command first, if its flags stand before it. */
async function commandFirst(argv: readonly string[]): Promise<readonly string[]> {
  if (argv[0]?.startsWith('-') !== true) return argv;
  for (const [at, argument] of argv.entries()) {
    const entry = COMMANDS.find(({ name }) => name === argument);
    if (entry === undefined || (await entry.load()).firstOperand(argv) !== at) continue;
    return [argument, ...argv.slice(0, at), ...argv.slice(at + 1)];
  }
  return argv;
}

/** @param isCertain - Whether the name can only be that of a command. */
function refuseMistyped(name: string, isCertain: boolean): void {
  const names = COMMANDS.map((entry) => entry.name);
  const meant = /^[a-z]{3,}$/i.test(name) ? suggestion(name.toLowerCase(), names) : undefined;
  if (meant !== undefined) throw new CommandError(`no command or file is called ${name}: did you mean ${meant}?`);
  if (isCertain) throw new CommandError(`unknown command ${name}; see brine --help`);
}

/** Longer lines are hard to read. */
function helpColumns({ columns }: Output): number {
  return Math.min(columns, 100);
}

/** `--color` is looked for before the command is known, so that errors about it have the right colours too. */
function outputFor(argv: readonly string[]): Output {
  const at = argv.findIndex((argument) => argument === '--color' || argument.startsWith('--color='));
  const when = argv[at]?.startsWith('--color=') === true ? argv[at].slice('--color='.length) : argv[at + 1];
  const stdout = new StandardSink(1);
  return new Output(stdout, new StandardSink(2), wantsColor(at < 0 ? undefined : when, stdout, process.env));
}

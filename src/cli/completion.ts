import { COMMON_FLAGS, type Command, type CommandEntry, command, type Flags, misuse } from './command.ts';
import { EXIT } from './command-error.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** @param commands - All commands, including this one. */
export const completionOf = (all: readonly CommandEntry[]): Command =>
  command({
    name: 'completion',
    operands: 'bash|zsh|fish',
    count: { least: 1, most: 1 },
    summary: 'completion for bash, zsh or fish',
    details: ['Prints a script for the shell.'],
    flags: {},
    examples: [
      ['source <(brine completion bash)', 'in ~/.bashrc; the same with zsh in ~/.zshrc'],
      ['brine completion fish > ~/.config/fish/completions/brine.fish', 'for fish'],
    ],
    async run({ operands: [shell], output }) {
      const found = SHELLS.find((one) => one === shell);
      if (found === undefined) throw misuse('completion', `takes ${SHELLS.join(', ')}`);
      const commands: Listed[] = [];
      for (const { name, summary, load } of all) {
        const { flags } = await load();
        commands.push({ name, summary, flags: { ...flags, ...COMMON_FLAGS } });
      }
      await output.write(found === 'fish' ? fish(commands) : found === 'zsh' ? zsh(commands) : bash(commands));
      return EXIT.ok;
    },
  });

interface Listed {
  readonly name: string;
  readonly summary: string;
  readonly flags: Flags;
}

function words(flags: Flags): string {
  return Object.keys(flags)
    .map((name) => `--${name}`)
    .join(' ');
}

function bash(commands: readonly Listed[]): string {
  const cases = commands.flatMap(({ name, flags }) =>
    Object.entries(flags)
      .filter(([, { choices }]) => choices !== undefined)
      .map(([flag, { choices = [] }]) => `    ${name}:--${flag}) words='${choices.join(' ')}' ;;`),
  );
  return `# brine completion for bash
_brine() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=show words=
  case \${COMP_WORDS[1]} in
    ${commands.map(({ name }) => name).join('|')}) command=\${COMP_WORDS[1]} ;;
  esac
  case $command:$previous in
${cases.join('\n')}
  esac
  if [[ -z $words && $current == -* ]]; then
    case $command in
${commands.map(({ name, flags }) => `      ${name}) words='${words(flags)}' ;;`).join('\n')}
    esac
  fi
  if [[ -z $words && $COMP_CWORD == 1 && $current != */* ]]; then
    COMPREPLY=( $(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$current") $(compgen -f -- "$current") )
  elif [[ -n $words ]]; then
    COMPREPLY=( $(compgen -W "$words" -- "$current") )
  else
    COMPREPLY=( $(compgen -f -- "$current") )
  fi
}
complete -o filenames -F _brine brine
`;
}

function zsh(commands: readonly Listed[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, '\\$&')}'`;
  const cases = commands.map(({ name, flags }) => {
    const specs = Object.entries(flags).map(([flag, { summary, value, choices }]) => {
      const argument =
        value === undefined ? '' : `:${value}:${choices === undefined ? '_files' : `(${choices.join(' ')})`}`;
      return `'--${flag}[${quoted(summary).slice(1, -1)}]${argument}'`;
    });
    return `    ${name}) _arguments ${specs.join(' ')} '*:file:_files' ;;`;
  });
  return `#compdef brine
# brine completion for zsh
_brine() {
  local -a commands
  commands=(${commands.map(({ name, summary }) => `'${name}:${quoted(summary).slice(1)}`).join(' ')})
  if (( CURRENT == 2 )); then
    _describe command commands
    _files
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
    *) _files ;;
  esac
}
if [[ $funcstack[1] == _brine ]]; then _brine "$@"; else compdef _brine brine; fi
`;
}

function fish(commands: readonly Listed[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
  const names = commands.map(({ name }) => name).join(' ');
  const first = commands.map(
    ({ name, summary }) =>
      `complete -c brine -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d ${quoted(summary)}`,
  );
  const rest = commands.flatMap(({ name, flags }) =>
    Object.entries(flags).map(([flag, { summary, short, value, choices }]) => {
      const parts = [`complete -c brine -n '__fish_seen_subcommand_from ${name}' -l ${flag}`];
      if (short !== undefined) parts.push(`-s ${short}`);
      if (choices !== undefined) parts.push(`-x -a ${quoted(choices.join(' '))}`);
      else if (value !== undefined) parts.push('-r');
      return `${parts.join(' ')} -d ${quoted(summary)}`;
    }),
  );
  return `# brine completion for fish\n${[...first, ...rest].join('\n')}\n`;
}

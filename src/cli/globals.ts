import { globals as globalsOf } from '../globals/globals.ts';
import type { GlobalUse, NamedGlobal } from '../globals/named-global.ts';
import { visible, visibleJson } from '../inspect/visible.ts';
import { ALL, type Command, command, FILES } from './command.ts';
import { CommandError, EXIT } from './command-error.ts';
import { sayWhatFollows } from './following.ts';
import { eachInput, explained } from './input.ts';
import { memoryLimits } from './memory.ts';
import { OPENING, openingOf } from './opening.ts';
import { withProgress } from './progress.ts';

export const globals: Command = command({
  name: 'globals',
  ...FILES,
  summary: 'every class and function that Python would import',
  details: [
    'Prints a line for each: the name, and what the pickle does with it. No object is made and nothing is run. If frames have wrong lengths, Python can read the same pickle differently from a file and from bytes. The names of both are listed.',
  ],
  flags: {
    all: ALL,
    json: { summary: 'one JSON object per line' },
    ...OPENING,
  },
  examples: [['brine globals download.pkl', 'what loading it in Python would import and call']],
  async run({ flags, operands, output }) {
    return await eachInput(operands, output, openingOf('globals', flags), async ({ bytes, name, joblib }, count) => {
      const prefix = count > 1 ? `${visible(name)}: ` : '';
      // The pickles of arrays of objects are read with the one around them.
      const inner = joblib?.pickles ?? [];
      const starts = new Set([...inner, 0]);
      let further = 0;
      for (const start of starts) {
        const report = withProgress(output.stderr, 'scanning', bytes.length, (onProgress) =>
          globalsOf(bytes, {
            offset: start,
            trailing: joblib?.trailing,
            limits: memoryLimits(bytes.length),
            onProgress,
          }),
        );
        for (const global of report.globals) {
          await output.line(flags.json ? globalJson(global, name) : `${prefix}${globalLine(global)}`);
        }
        if (report.error !== undefined) throw joblib === undefined ? explained(report.error, bytes) : report.error;
        if (inner.includes(start)) continue;
        const { end = bytes.length, ends } = report;
        if (!flags.all) {
          sayWhatFollows({ name, bytes }, end, output);
          break;
        }
        for (const next of ends) {
          if (next >= bytes.length || starts.has(next)) continue;
          starts.add(next);
          if (next !== end && ++further > MOST_FURTHER) throw lyingFrames(start);
        }
      }
      return EXIT.ok;
    });
  },
});

/** How many places are followed where frames have wrong lengths, so that only some readers continue there. */
const MOST_FURTHER = 32;

function lyingFrames(start: number): CommandError {
  return new CommandError(
    `the frames of the pickle at byte ${start} have wrong lengths, like others before it: there are too many ways to continue`,
  );
}

function globalLine(global: NamedGlobal): string {
  const uses = global.uses.map(useText);
  return `${nameOf(global)}  ${uses.length === 0 ? 'imported only' : uses.join(', ')}`;
}

function nameOf({ module, name, extension, python3 }: NamedGlobal): string {
  if (module === undefined || name === undefined) {
    return extension === undefined ? '(a name that the pickle computes)' : `extension ${extension}`;
  }
  const own = `${module}.${name}`;
  const now = python3 === undefined ? own : `${python3.module}.${python3.name}`;
  return visible(own === now ? own : `${own} (${now})`);
}

const WORDS: { readonly [Kind in GlobalUse['kind']]: string } = {
  REDUCE: 'called',
  NEWOBJ: 'object made',
  NEWOBJ_EX: 'object made',
  INST: 'called',
  OBJ: 'called',
  'result-called': 'result called',
  'result-state': 'result given a state',
  'result-items': 'result given items',
  changed: 'changed itself',
  argument: 'passed as an argument',
  state: 'part of a state',
  items: 'put into an object',
  'persistent-id': 'part of a persistent id',
  attribute: 'attribute taken',
  value: 'part of the value',
};

function useText({ kind, count, offset }: GlobalUse): string {
  return `${WORDS[kind]}${count > 1 ? ` ${count} times` : ''} (${kind === kind.toUpperCase() ? `${kind} ` : ''}at byte ${offset})`;
}

function globalJson(global: NamedGlobal, file: string): string {
  return visibleJson(JSON.stringify({ file, ...global }));
}

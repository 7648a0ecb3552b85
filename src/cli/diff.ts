import { type ArrayComparison, Comparison, type ComparisonOptions } from '../diff/comparison.ts';
import { diffOps } from '../diff/diff-ops.ts';
import { type Difference, differenceText } from '../diff/difference.ts';
import type { KnownForms } from '../graph/normal-form.ts';
import type { TensorFile } from '../inspect/tensor-file.ts';
import { visible } from '../inspect/visible.ts';
import { type Command, command, misuse } from './command.ts';
import { CommandError, EXIT } from './command-error.ts';
import { ENCODING, type Encoding, encodingOf } from './encoding.ts';
import { explained, namesLibrary, namesNumpy, readInput, shownName } from './input.ts';
import { messageOf } from './message.ts';
import { OPENING_VALUES, type Opening, openingOf } from './opening.ts';
import type { Output } from './output.ts';
import { type Part, partsOfFile } from './parts.ts';
import { Progress } from './progress.ts';
import type { Style } from './style.ts';
import { mayHaveTensors } from './tensor-head.ts';

export const diff: Command = command({
  name: 'diff',
  operands: 'A B',
  count: { least: 2, most: 2 },
  summary: 'what differs between two files',
  details: [
    'Prints a line for each difference between the values: ~ changed, - only in A, + only in B. Equal values may still have different bytes and protocols. Numpy arrays are compared by their elements, whatever protocol, numpy or kind of file they come from.',
    'For PyTorch and safetensors files, tensors of the same name are compared. The other values in two PyTorch files are compared too.',
    'Exit status: 0 if the values are the same, 1 if they differ.',
  ],
  flags: {
    ops: { summary: 'compare the opcodes instead of the values' },
    tolerance: { value: 'X', summary: 'how far apart numbers may be, relative to the larger one' },
    identity: { summary: 'also compare which places share one object' },
    order: { summary: 'also compare the order of dicts and sets' },
    quiet: { short: 'q', summary: 'print nothing; only set the exit status' },
    encoding: ENCODING,
    ...OPENING_VALUES,
  },
  examples: [
    ['brine diff old.pkl new.pkl', 'what changed'],
    ['brine diff --tolerance 1e-9 a.pkl b.pkl', 'ignoring rounding'],
    ['brine diff a.pt b.safetensors', 'which tensors differ'],
  ],
  async run({ flags, operands: [a = '', b = ''], output }) {
    const tolerance = toleranceOf(flags.tolerance);
    const options = { tolerance, identity: flags.identity, order: flags.order };
    const encoding = encodingOf(flags.encoding);
    const opening = openingOf('diff', flags);
    const found = flags.ops ? undefined : await diffOfTensors([a, b], options, flags.quiet, opening, output);
    if (found !== undefined) return found;
    const [first, second] = [await partsIn(a, encoding, output, opening), await partsIn(b, encoding, output, opening)];
    let count = 0;
    const progress = new Progress(output.stderr, 'comparing', first.at(-1)?.graph.end);
    for (let i = 0; i < Math.max(first.length, second.length); i++) {
      const [x, y] = [first[i], second[i]];
      const prefix = Math.max(first.length, second.length) > 1 ? `pickle ${i + 1}: ` : '';
      for await (const [sign, text] of differences(x, y, flags.ops, {
        ...options,
        onProgress: (at) => progress.update(at),
      })) {
        progress.end();
        count++;
        if (flags.quiet) return EXIT.found;
        await output.line(output.style.paint(STYLES[sign] ?? 'change', `${prefix}${text}`));
      }
    }
    progress.end();
    return count === 0 ? EXIT.ok : EXIT.found;
  },
});

/** The exit status for two files of tensors; `undefined` if either holds something else. */
async function diffOfTensors(
  [a, b]: readonly [string, string],
  options: ComparisonOptions,
  quiet: boolean,
  opening: Opening,
  output: Output,
): Promise<number | undefined> {
  if (!mayHaveTensors(a) || !mayHaveTensors(b)) return undefined;
  const { withTensors } = await import('./tensors.ts');
  const exact = { floats: 'exact' } as const;
  return await withTensors(
    a,
    opening,
    async (first) =>
      await withTensors(
        b,
        opening,
        async (second) => {
          let status: number = EXIT.ok;
          for await (const [sign, text] of differencesOfFiles(first.file, second.file, options)) {
            status = EXIT.found;
            if (quiet) return status;
            await output.line(output.style.paint(STYLES[sign] ?? 'change', visible(text)));
          }
          return status;
        },
        exact,
      ),
    exact,
  );
}

/** What differs besides tensors first: it is compared at once. A file of safetensors has metadata in place of it. */
async function* differencesOfFiles(
  a: TensorFile,
  b: TensorFile,
  options: ComparisonOptions,
): AsyncGenerator<readonly [string, string]> {
  const { objectDifferences } = await import('../diff/object-difference.ts');
  const { tensorDifferences } = await import('../diff/tensor-difference.ts');
  const isObject = [a, b].map(({ producer }) => producer !== undefined);
  if (isObject[0] === isObject[1]) {
    const [first, second] = isObject[0] ? [a.value, b.value] : [a.metadata, b.metadata];
    for (const one of objectDifferences(first, second, options)) yield [signOf(one), differenceText(one)];
  }
  const { tolerance } = options;
  yield* tensorDifferences(a.tensors, b.tensors, {
    tolerance,
    // A tolerance applies only to elements, and safetensors has nothing else.
    attributes: tolerance === undefined && isObject[0] === true && isObject[1] === true,
  });
}

const STYLES: Readonly<Record<string, Style>> = { '-': 'bad', '+': 'good' };

function toleranceOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0)) throw misuse('diff', '--tolerance takes a number of at least 0');
  return number;
}

async function partsIn(
  name: string,
  encoding: Encoding | undefined,
  output: Output,
  opening: Opening,
): Promise<Part[]> {
  let bytes: Uint8Array = new Uint8Array();
  try {
    ({ bytes } = await readInput(name, output, opening));
    return [...partsOfFile(bytes, encoding, output)];
  } catch (error) {
    throw new CommandError(`${shownName(name)}: ${messageOf(explained(error, bytes))}`, { cause: error });
  }
}

/** The sign and the line of each difference between two pickles; one of them may be missing. */
async function* differences(
  a: Part | undefined,
  b: Part | undefined,
  isOps: boolean,
  options: ComparisonOptions,
): AsyncGenerator<readonly [string, string]> {
  if (a === undefined || b === undefined) {
    yield a === undefined ? ['+', '+ only in B'] : ['-', '- only in A'];
  } else if (isOps) {
    for (const { kind, offset, text } of diffOps(a.bytes, b.bytes)) {
      const sign = kind === 'removed' ? '-' : '+';
      yield [sign, `${sign} ${String(offset).padStart(5)}: ${text}`];
    }
  } else {
    const known = [await knownForms(a, b), await numpyComparison(a, b, options)] as const;
    const comparison = new Comparison(a.graph, b.graph, options, ...known);
    for (const one of comparison.run()) yield [signOf(one), differenceText(one)];
  }
}

/** The readers of objects that have several forms. They are loaded only if there may be such objects. */
async function knownForms(a: Part, b: Part): Promise<KnownForms> {
  const isNamed = namesLibrary(a.bytes) || namesLibrary(b.bytes);
  const library = isNamed ? (await import('../graph/known-library.ts')).LIBRARY : undefined;
  if (a.graph.protocol < 3 === b.graph.protocol < 3) return { library };
  return { library, arrayForm: (await import('../graph/array-form.ts')).arrayOfBytes };
}

/** Loaded only if both pickles name numpy. */
async function numpyComparison(
  a: Part,
  b: Part,
  { tolerance }: ComparisonOptions,
): Promise<ArrayComparison | undefined> {
  if (!namesNumpy(a.bytes) || !namesNumpy(b.bytes)) return undefined;
  return new (await import('../diff/array-difference.ts')).NumpyComparison(a.graph, b.graph, tolerance);
}

function signOf({ kind }: Difference): string {
  return kind === 'removed' ? '-' : kind === 'added' ? '+' : '~';
}

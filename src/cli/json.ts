import { type Graph, type Node, nodesOf } from '../graph/graph.ts';
import type { NdArrays } from '../graph/nd-arrays.ts';
import { parseWithSharing } from '../graph/parse.ts';
import { parseInParts } from '../graph/parse-in-parts.ts';
import type { ArrayStyle, NumpyJson } from '../json/array-json.ts';
import { graphJson } from '../json/graph-json.ts';
import type { StandardTexts } from '../json/plain.ts';
import { type Command, command, FILES, integerFlag } from './command.ts';
import { EXIT } from './command-error.ts';
import { ENCODING, encodingOf } from './encoding.ts';
import { eachInput, explained } from './input.ts';
import { numpyArrays, objectReaders } from './object-readers.ts';
import { OPENING_VALUES, type Opening, openingOf } from './opening.ts';
import { chosenParts, type GraphReader } from './parts.ts';
import { Progress } from './progress.ts';

const BYTES = ['base64', 'hex', 'length'] as const;
const ARRAYS = ['list', 'base64', 'summary'] as const;

export const json: Command = command({
  name: 'json',
  ...FILES,
  summary: 'the value as JSON',
  details: [
    'Prints one line of JSON for each file, for jq and similar tools. Dates, Decimals and paths become strings. Tuples and sets become lists, and numpy arrays nested lists. An object of any other class becomes {"class": ..., "state": ...}. With --tagged nothing is lost: brine make --tagged makes the same pickle from it.',
    'For a PyTorch or safetensors file, describes the tensors. With --arrays list or base64, their elements are printed too.',
  ],
  flags: {
    tagged: { summary: 'mark every type and shared object, so that brine make can make the pickle again' },
    ndjson: { summary: 'one line for each pickle in the file' },
    all: { summary: 'the same as --ndjson' },
    path: { value: 'PATH', summary: "what is at a place: a.b[0], $['key'].x" },
    length: {
      value: 'N',
      summary: 'the most characters to print; without --tagged, a shared object is repeated at each place',
    },
    bytes: { value: 'FORM', choices: BYTES, summary: 'what bytes become (base64)' },
    arrays: { value: 'FORM', choices: ARRAYS, summary: 'what numpy arrays become (list)' },
    encoding: ENCODING,
    ...OPENING_VALUES,
  },
  examples: [
    ["brine json users.pkl | jq '.[0].name'", 'one field'],
    ["brine json --path 'users[0]' data.pkl", 'a part'],
  ],
  async run({ flags, operands, output }) {
    const form = flags.tagged ? 'tagged' : 'plain';
    const length = integerFlag('json', 'length', flags.length);
    const bytes = BYTES.find((one) => one === flags.bytes);
    const arrays = ARRAYS.find((one) => one === flags.arrays) ?? 'list';
    const tensors = async (name: string): Promise<number | undefined> => {
      const { jsonOfTensors } = await import('./tensors.ts');
      return await jsonOfTensors(name, opening, flags.arrays === undefined ? 'summary' : arrays, output);
    };
    // Only pickles have a tagged form and paths.
    const isOfPickle = flags.tagged || flags.path !== undefined;
    const opening: Opening = { ...openingOf('json', flags), ...(isOfPickle ? {} : { tensors }) };
    return await eachInput(operands, output, opening, async (input) => {
      try {
        const isAll = flags.ndjson || flags.all;
        // The tagged form must know what is shared before it begins.
        const read: GraphReader = flags.tagged ? parseWithSharing : parseInParts;
        for (const { graph, bytes: pickle } of chosenParts(input, isAll, encodingOf(flags.encoding), output, read)) {
          const { path } = flags;
          const numpy = flags.tagged ? undefined : await numpyArrays(pickle, graph);
          const root = path === undefined ? graph.root : await nodeAt(graph, pickle, path, numpy);
          const standard = await standardTexts(graph);
          const numpyJson = numpy && (await arrayJson(numpy, arrays, bytes));
          const progress = new Progress(output.isTerminal ? undefined : output.stderr, 'writing', undefined);
          let written = 0;
          for (const chunk of graphJson({ ...graph, root }, { form, bytes, length }, standard, numpyJson)) {
            await output.write(chunk);
            progress.update((written += chunk.length));
          }
          progress.end();
          await output.line();
        }
      } catch (error) {
        throw explained(error, input.bytes);
      }
      return EXIT.ok;
    });
  },
});

/** The node at a path. Reading paths takes much code, which is loaded only if there is one. */
async function nodeAt(graph: Graph, pickle: Uint8Array, path: string, numpy: NdArrays | undefined): Promise<Node> {
  const { placeAt } = await import('../inspect/path.ts');
  return placeAt({ ...graph, ...(await objectReaders(pickle, graph)), numpy }, path).node;
}

async function arrayJson(
  numpy: NdArrays,
  arrays: ArrayStyle,
  bytes: (typeof BYTES)[number] = 'base64',
): Promise<NumpyJson> {
  return new (await import('../json/array-json.ts')).NumpyJson(numpy, { arrays, bytes });
}

/** How many nodes are searched for an object. A larger graph is assumed to have one. */
const LOOKED_AT = 1000;

/** Texts of the standard library's objects, which are loaded only if there are objects. */
async function standardTexts(graph: Graph): Promise<StandardTexts | undefined> {
  let count = 0;
  for (const { type } of nodesOf(graph.root)) {
    if (type === 'call' || type === 'new' || ++count > LOOKED_AT) {
      const { StandardJson } = await import('../json/standard-json.ts');
      return new StandardJson(graph);
    }
  }
  return undefined;
}

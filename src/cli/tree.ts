import type { Node } from '../graph/graph.ts';
import { type Place, rootPlace } from '../inspect/place.ts';
import { Places } from '../inspect/places.ts';
import { visible } from '../inspect/visible.ts';
import { cutTo } from '../inspect/width.ts';
import { ALL, type Command, command, FILES, integerFlag } from './command.ts';
import { EXIT } from './command-error.ts';
import { ENCODING, encodingOf } from './encoding.ts';
import { eachInput, explained } from './input.ts';
import { objectReaders } from './object-readers.ts';
import { OPENING_VALUES, type Opening, openingOf } from './opening.ts';
import type { Output } from './output.ts';
import { chosenParts } from './parts.ts';
import { sizeText } from './progress.ts';

export const tree: Command = command({
  name: 'tree',
  ...FILES,
  summary: 'types, sizes and counts by path',
  details: [
    'Shows how many bytes of the pickle each part of the value takes. A shared object counts where it first appears. For a numpy array, shows dtype, shape and bytes. Tensors of a file are grouped by the parts of their names.',
  ],
  flags: {
    depth: { value: 'N', summary: 'how many levels are shown (3)' },
    items: { value: 'N', summary: 'how many parts of one value are shown (20)' },
    largest: { short: 'l', summary: 'show the largest parts first' },
    path: { value: 'PATH', summary: 'begin at this place' },
    all: ALL,
    encoding: ENCODING,
    ...OPENING_VALUES,
  },
  examples: [['brine tree --largest model.pkl', 'what makes this file big']],
  async run({ flags, operands, output }) {
    const options: TreeOptions = {
      depth: integerFlag('tree', 'depth', flags.depth) ?? 3,
      items: integerFlag('tree', 'items', flags.items) ?? 20,
      isLargestFirst: flags.largest,
    };
    const opening: Opening = {
      ...openingOf('tree', flags),
      async tensors(name, count) {
        if (count > 1) await output.line(output.style.paint('name', `==> ${visible(name)} <==`));
        return await (await import('./tensors.ts')).treeOfTensors(name, opening, options, output);
      },
    };
    return await eachInput(operands, output, opening, async (input, count) => {
      if (count > 1) await output.line(output.style.paint('name', `==> ${visible(input.name)} <==`));
      try {
        for (const { graph, bytes } of chosenParts(input, flags.all, encodingOf(flags.encoding), output)) {
          const readers = await objectReaders(bytes, graph);
          const { path } = flags;
          const place =
            path === undefined
              ? rootPlace(graph.root)
              : (await import('../inspect/path.ts')).placeAt({ ...graph, ...readers }, path);
          await new Tree(options, output, new Places(graph, readers), bytes.length).draw(place, path);
        }
      } catch (error) {
        throw explained(error, input.bytes);
      }
      return EXIT.ok;
    });
  },
});

interface TreeOptions {
  readonly depth: number;
  readonly items: number;
  readonly isLargestFirst: boolean;
}

/** A line still to be drawn: a node, or the number of nodes left out. */
interface Row {
  readonly place: Place | undefined;
  readonly label: string;
  readonly depth: number;
  readonly path: string;
}

class Tree {
  private readonly options: TreeOptions;
  private readonly output: Output;
  private readonly places: Places;
  private readonly total: number;
  /** The path at which each object was first drawn. */
  private readonly seen = new Map<Node, string>();

  constructor(options: TreeOptions, output: Output, places: Places, total: number) {
    this.options = options;
    this.output = output;
    this.places = places;
    this.total = total;
  }

  async draw(top: Place, path = '$'): Promise<void> {
    const name = path.startsWith('$') ? path : `$.${path}`;
    const open: Row[] = [{ place: top, label: name, depth: 0, path: name }];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      await this.line(row);
      const rows = this.below(row);
      for (let i = rows.length - 1; i >= 0; i--) {
        const next = rows[i];
        if (next !== undefined) open.push(next);
      }
    }
  }

  private async line({ place, label, depth, path }: Row): Promise<void> {
    const { output } = this;
    const indent = '  '.repeat(depth).slice(0, Math.max(0, output.columns - 24));
    if (place === undefined) {
      await output.line(output.style.paint('faint', `${' '.repeat(16)}${indent}${label}`));
      return;
    }
    const { node } = place;
    const first = this.seen.get(node);
    const size = sizeOf(node);
    const share = `${Math.round((100 * size) / this.total)}%`;
    const numbers = first === undefined ? `${sizeText(size).padStart(9)} ${share.padStart(4)}` : ' '.repeat(14);
    const what = first === undefined ? this.places.summary(node) : `is ${first}`;
    const room = Math.max(2, output.columns - 16 - indent.length);
    const shown = cutTo(`${label}  ${what}`, room);
    const bold = output.style.paint('name', shown.slice(0, label.length));
    await output.line(`${numbers}  ${indent}${bold}${shown.slice(label.length)}`);
    if (first === undefined && this.places.hasParts(node)) this.seen.set(node, path);
    else if (first !== undefined) this.shared.add(place);
  }

  /** Places of objects that were drawn before. */
  private readonly shared = new Set<Place>();

  private below({ place, depth, path }: Row): Row[] {
    if (place === undefined || depth >= this.options.depth || this.shared.has(place)) return [];
    const all = this.places.at(place);
    const places = this.options.isLargestFirst ? [...all].sort((a, b) => sizeOf(b.node) - sizeOf(a.node)) : all;
    const rows: Row[] = places.slice(0, this.options.items).map((one) => {
      const label = this.places.labelText(one.label);
      return { place: one, label, depth: depth + 1, path: `${path}${label}` };
    });
    const more = places.length - rows.length;
    if (more > 0) rows.push({ place: undefined, label: `... ${more} more`, depth: depth + 1, path });
    return rows;
  }
}

function sizeOf({ start = 0, end = 0 }: Node): number {
  return end - start;
}

/**
 * A package of codecs as others write them, for a Python package `geometry`: it knows `brine` by its entries alone.
 *
 * @module
 */
import { type Codec, type Dict, type Instance, pythonClass, pythonFamily, type Reduction, Tuple } from 'brine';
import {
  inspectCustom,
  inspected,
  type PlainParts,
  type PythonKey,
  type PythonRepr,
  plainParts,
  pythonKey,
  type ReprParts,
  reprCall,
  reprParts,
} from 'brine/codec';

/** `geometry.Point`: equal by value, as a key too, shown as Python shows it. */
export class Point implements PythonKey, PythonRepr {
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }

  [pythonKey](): readonly unknown[] {
    return ['geometry.Point', this.x, this.y];
  }

  [reprParts](): ReprParts {
    return reprCall('Point', [this.x, this.y]);
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  [plainParts](): PlainParts {
    return { items: [this.x, this.y] };
  }
}

/** `geometry.Path`: its coordinates stand behind the pickle's BUILD, aligned, as 64-bit floats. */
export class Path {
  coordinates: Float64Array = new Float64Array(0);
}

const ALIGNED = 16;

function pathState(state: unknown): number {
  const [length] = state instanceof Tuple ? state : [];
  if (typeof length !== 'number' || length < 0) throw new RangeError('a path needs the number of its coordinates');
  return length;
}

const path = pythonClass('geometry.Path', Path, {
  *setState(self, state, context) {
    const length = pathState(state);
    const [padding = 0] = yield* context.readBytes(1);
    yield* context.readBytes(padding);
    const bytes = yield* context.readBytes(8 * length);
    if (bytes.byteOffset % 8 === 0) {
      self.coordinates = new Float64Array(bytes.buffer, bytes.byteOffset, length);
      return;
    }
    context.charge(bytes.length);
    self.coordinates = new Float64Array(bytes.slice().buffer);
  },
  reduce: ({ coordinates }): Reduction => ({
    callable: Path,
    args: [],
    how: 'new',
    state: Tuple.of(coordinates.length),
    *trailer(offset) {
      const padding = ALIGNED - 1 - (offset % ALIGNED);
      yield new Uint8Array(padding + 1).fill(padding);
      yield new Uint8Array(coordinates.buffer, coordinates.byteOffset, coordinates.byteLength);
    },
  }),
});

const point = pythonClass('geometry.Point', Point, {
  aliases: ['geometry.old:Point'],
  create: ([x, y], _kwargs: Dict | undefined) =>
    typeof x === 'number' && typeof y === 'number' ? new Point(x, y) : undefined,
  reduce: ({ x, y }): Reduction => ({ callable: Point, args: [x, y], how: 'new' }),
});

/** How many times the codecs were made. */
export let made = 0;

/** `codecs: [geometry]` */
export const geometry: Codec = pythonFamily(['geometry', 'geometry.old'], () => {
  made++;
  return [point, path];
});

/** What the package says of names that it does not know. */
export const isInert = (value: unknown): value is Instance =>
  typeof value === 'object' && value !== null && 'cls' in value && 'args' in value;

import type { JsonPart, JsonParts } from './text.ts';

/** Characters that are gathered before they are handed on. */
const GATHERED = 2 ** 14;

/** The JSON of elements in C's order, in as many brackets as there are axes. */
export class NestedLists implements JsonParts {
  private readonly axes: readonly number[];
  private readonly elements: Iterator<JsonPart, unknown, undefined>;
  /** The index on each axis. */
  private readonly index: number[];
  private left: number;
  private text = '';
  private pending: JsonPart | undefined;

  /** @param elements - One for each place in the shape. */
  constructor(shape: readonly number[], elements: Iterator<JsonPart, unknown, undefined>) {
    const empty = shape.indexOf(0);
    this.axes = empty < 0 ? shape : shape.slice(0, empty);
    this.elements = empty < 0 ? elements : repeated('[]');
    this.index = this.axes.map(() => 0);
    this.left = this.axes.reduce((count, size) => count * size, 1);
  }

  next(): JsonPart | undefined {
    const { pending } = this;
    if (pending !== undefined) {
      this.pending = undefined;
      this.close();
      return pending;
    }
    while (this.left > 0 && this.text.length < GATHERED) {
      this.left--;
      this.open();
      const element = this.elements.next();
      const part = element.done === true ? 'null' : element.value;
      if (typeof part !== 'string') {
        this.pending = part;
        break;
      }
      this.text += part;
      this.close();
    }
    const { text } = this;
    this.text = '';
    return text === '' ? undefined : text;
  }

  /** The comma and the brackets before an element. */
  private open(): void {
    const { index } = this;
    let axis = index.length;
    while (axis > 0 && index[axis - 1] === 0) axis--;
    if (axis > 0) this.text += ',';
    for (; axis < index.length; axis++) this.text += '[';
  }

  /** The brackets behind it. */
  private close(): void {
    const { index, axes } = this;
    for (let axis = index.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      if (next < (axes[axis] ?? 0)) {
        index[axis] = next;
        return;
      }
      index[axis] = 0;
      this.text += ']';
    }
  }
}

function* repeated(text: string): Generator<string> {
  for (;;) yield text;
}

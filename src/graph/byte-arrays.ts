import { PickleError } from '../errors.ts';
import { placeOf } from '../load/sequence-index.ts';
import type { BytesNode, Node } from './graph.ts';
import { itemIndex, typeName } from './objects.ts';

/**
 * Changes bytearrays as APPENDS and SETITEM do. `parse` makes views of the pickle. The first change copies the bytes
 * into a buffer that grows by doubling, so that many small changes take linear time.
 */
export class ByteArrays {
  private readonly buffers = new Map<BytesNode, Uint8Array<ArrayBuffer>>();

  /** `bytearray.extend`, which CPython prefers to `append`. */
  extend(target: BytesNode, items: readonly Node[]): void {
    const { length } = target.value;
    const buffer = this.own(target, length + items.length);
    items.forEach((item, i) => {
      buffer[length + i] = byteOf(item);
    });
    target.value = buffer.subarray(0, length + items.length);
  }

  setItems(target: BytesNode, entries: readonly (readonly [Node, Node])[]): void {
    const { length } = target.value;
    const buffer = this.own(target, length);
    for (const [key, value] of entries) {
      // The byte is checked before the index.
      const index = itemIndex('bytearray', key);
      const byte = byteOf(value);
      buffer[placeOf(index, length, 'bytearray')] = byte;
    }
    target.value = buffer.subarray(0, length);
  }

  private own(target: BytesNode, length: number): Uint8Array<ArrayBuffer> {
    const known = this.buffers.get(target);
    if (known !== undefined && known.length >= length) return known;
    const grown = new Uint8Array(known === undefined ? length : 2 * length);
    grown.set(target.value);
    this.buffers.set(target, grown);
    return grown;
  }
}

function byteOf(node: Node): number {
  if (node.type !== 'int' && node.type !== 'bool') {
    throw new PickleError('bad-operand', `'${typeName(node)}' object cannot be interpreted as an integer`);
  }
  const value = Number(node.value);
  if (value >= 0 && value <= 255) return value;
  throw new PickleError('bad-operand', 'byte must be in range(0, 256)');
}

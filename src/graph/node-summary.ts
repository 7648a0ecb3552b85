import { formatFloat } from '../bytes/float.ts';
import { pythonBytesRepr, pythonTextRepr } from '../bytes/text-repr.ts';
import type { Node } from './graph.ts';

/** More characters and bytes than this are not shown. */
const SHOWN_LENGTH = 60;
/** This many items of a tuple are shown, if they have no items themselves. */
const SHOWN_ITEMS = 4;

/** A node in a few words, on one line: a scalar as Python shows it, anything else by kind and size. */
export function nodeSummary(node: Node): string {
  switch (node.type) {
    case 'list':
    case 'set':
    case 'frozenset':
      return counted(node.type, node.items.length);
    case 'tuple':
      return node.items.length > SHOWN_ITEMS || node.items.some((item) => scalar(item) === undefined)
        ? counted('tuple', node.items.length)
        : `(${node.items.map(scalar).join(', ')}${node.items.length === 1 ? ',' : ''})`;
    case 'dict':
      return counted('dict', node.entries.length);
    case 'call':
      return `${nameOf(node.callable)}(...)`;
    case 'new':
      return `${nameOf(node.cls)} object`;
    case 'persistent':
      return `object with the persistent id ${scalar(node.id) ?? node.id.type}`;
    case 'buffer':
      return 'out-of-band buffer';
    default:
      return scalar(node) ?? node.type;
  }
}

/** The repr of a node that has nothing inside. */
function scalar(node: Node): string | undefined {
  switch (node.type) {
    case 'none':
      return 'None';
    case 'bool':
      return node.value ? 'True' : 'False';
    case 'int':
      return intText(node.value);
    case 'float':
      return formatFloat(node.value);
    case 'str':
      return strText(node.value, node.cuts ?? []);
    case 'bytes':
      return bytesText(node.value);
    case 'bytearray':
      return `bytearray(${bytesText(node.value)})`;
    case 'global':
      return nameOf(node);
    case 'extension':
      return `extension ${node.code}`;
    default:
      return undefined;
  }
}

function counted(type: string, count: number): string {
  return `${type} of ${count} item${count === 1 ? '' : 's'}`;
}

function nameOf(node: Node): string {
  if (node.type === 'extension') return `extension ${node.code}`;
  if (node.type !== 'global') return node.type;
  return pythonTextRepr(`${node.module}.${node.name}`.slice(0, 2 * SHOWN_LENGTH)).slice(1, -1);
}

function intText(value: number | bigint): string {
  if (typeof value === 'number' || BigInt.asIntN(8 * SHOWN_LENGTH, value) === value) return String(value);
  return 'int of many digits';
}

function strText(text: string, cuts: readonly number[]): string {
  const shown = text.length > SHOWN_LENGTH ? text.slice(0, SHOWN_LENGTH) : text;
  const near = cuts.slice(0, SHOWN_LENGTH).filter((cut) => cut < shown.length);
  const [first = '', ...more] = [...near, shown.length].map((cut, i) => shown.slice(near[i - 1] ?? 0, cut));
  return pythonTextRepr(first, ...more) + (text.length > SHOWN_LENGTH ? `... (${text.length})` : '');
}

function bytesText(bytes: Uint8Array): string {
  if (bytes.length <= SHOWN_LENGTH) return pythonBytesRepr(bytes);
  return `${pythonBytesRepr(bytes.subarray(0, SHOWN_LENGTH))}... (${bytes.length})`;
}

/**
 * The texts of which a canonical description is put together.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { GraphNode } from 'brine/tools';

/** What is to be described: a node, a text that is ready, or several parts of which `finish` makes one text. */
export type Part = GraphNode | string | Group;

export interface Group {
  readonly parts: readonly Part[];
  readonly finish: (texts: readonly string[]) => string;
  /** Parts that are written out each time and take no numbers, whatever the form: members of sets. */
  readonly isTree?: true;
}

/** The text of a value without parts. */
export function scalarText(node: GraphNode): string | undefined {
  switch (node.type) {
    case 'none':
      return 'null';
    case 'bool':
      return String(node.value);
    case 'int':
      return intText(node.value);
    case 'float':
      return floatText(node.value);
    case 'str':
      return json(node.value);
    case 'bytes':
      return bytesText(node.value);
    case 'buffer':
      return '{"oob":true}';
    default:
      return undefined;
  }
}

/** From so many decimal digits on, ints are written in hexadecimal. */
const MANY_DIGITS = 10n ** 4000n;

export function intText(value: number | bigint): string {
  if (typeof value === 'number') return `{"i":"${value}"}`;
  const size = value < 0n ? -value : value;
  return size < MANY_DIGITS ? `{"i":"${value}"}` : `{"i":"hex:${value < 0n ? '-' : ''}${size.toString(16)}"}`;
}

export function floatText(value: number): string {
  if (Number.isNaN(value)) return '{"f":"nan"}';
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return `{"f":"${bytes.toString('hex')}"}`;
}

export function bytesText(value: Uint8Array): string {
  return `{"b":"${sha256(value)}","n":${value.length}}`;
}

export function bytearrayText(value: Uint8Array): string {
  return `{"ba":"${sha256(value)}","n":${value.length}}`;
}

export function sha256(value: Uint8Array | string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** A JSON string of ASCII. */
export function json(text: string): string {
  return inAscii(JSON.stringify(text));
}

/** JSON with all that is not ASCII escaped. */
export function inAscii(json: string): string {
  return json.replaceAll(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A global as a pair of its names. */
export function stubName(node: GraphNode): string {
  if (node.type === 'global') return `[${json(node.module)},${json(node.name)}]`;
  return node.type === 'extension' ? `["<ext>","code ${node.code}"]` : '[]';
}

export function list(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

export function sortedList(texts: readonly string[]): string {
  return list([...texts].sort());
}

export function pairList(texts: readonly string[]): string {
  return list(texts.flatMap((text, i) => (i % 2 === 0 ? [`[${text},${texts[i + 1] ?? ''}]`] : [])));
}

export function listed(key: string): Group['finish'] {
  return (texts) => `{"${key}":${list(texts)}}`;
}

export function paired(key: string): Group['finish'] {
  return (texts) => `{"${key}":${pairList(texts)}}`;
}

export function members(key: string, items: readonly GraphNode[]): Group {
  return { parts: items, finish: (texts) => `{"${key}":${sortedList(texts)}}`, isTree: true };
}

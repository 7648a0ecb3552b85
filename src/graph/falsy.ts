import type { Node } from './graph.ts';

/** Whether Python considers a value false: protocols 0 and 1 do not write a false state. */
export function isFalsy(node: Node): boolean {
  switch (node.type) {
    case 'none':
      return true;
    case 'bool':
    case 'int':
    case 'float':
      return Number(node.value) === 0;
    case 'str':
    case 'bytes':
    case 'bytearray':
      return node.value.length === 0;
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return node.items.length === 0;
    case 'dict':
      return node.entries.length === 0;
    default:
      return false;
  }
}

import { toHex } from '../bytes/base64.ts';
import { formatFloat } from '../bytes/float.ts';
import { childrenOf, type Node } from './graph.ts';
import { intText } from './int-text.ts';

/** Nodes and characters of a key at most: what is larger has none, so that finding keys takes linear time. */
const LARGEST = 64;
const LONGEST = 4096;

/**
 * A text that is the same for small nodes that are the same all through, and only for those. `undefined` for what is
 * large or holds itself.
 *
 * @param resolve - What stands for a node.
 */
export function nodeKey(root: Node, resolve: (node: Node) => Node = itself): string | undefined {
  let text = '';
  let count = 0;
  const open: Node[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = resolve(next);
    if (++count > LARGEST || text.length > LONGEST || isLarge(node)) return undefined;
    // A part may be shared by many keys.
    if (
      count > 1 &&
      'value' in node &&
      (typeof node.value === 'string' || typeof node.value === 'object') &&
      node.value.length > LONGEST
    )
      return undefined;
    const children = childrenOf(node);
    text += `${node.type}${children.length}:${ownText(node)};`;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child !== undefined) open.push(child);
    }
  }
  return text;
}

function itself(node: Node): Node {
  return node;
}

function isLarge(node: Node): boolean {
  if ('items' in node) return node.items.length > LARGEST;
  if ('entries' in node) return node.entries.length > LARGEST;
  // Objects are told apart by what was done to them, not only by how much.
  if ('actions' in node) return node.actions !== undefined && node.actions.length > 0;
  return false;
}

/** What a node says beside its children, without a way to take the end of it for something else. */
function ownText(node: Node): string {
  switch (node.type) {
    case 'bool':
      return String(node.value);
    case 'int':
      return intText(node);
    case 'float':
      return formatFloat(node.value);
    case 'str':
      return JSON.stringify([node.value, ...(node.cuts ?? [])]);
    case 'bytes':
    case 'bytearray':
      return toHex(node.value);
    case 'global':
      return JSON.stringify([node.module, node.name]);
    case 'extension':
      return String(node.code);
    case 'new':
      return node.kwargs === undefined ? '' : 'kwargs';
    case 'buffer':
      return String(node.readonly);
    default:
      return '';
  }
}

import type { Node } from './graph.ts';

/** Whether it cannot be changed and refers to nothing. */
export function isLeaf({ type }: Node): boolean {
  switch (type) {
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return true;
    default:
      return false;
  }
}

import { PickleError } from '../errors.ts';
import { childrenOf, type Node, nodesOf } from './graph.ts';
import { intText } from './int-text.ts';

/** Parts that may be copied whatever the graph holds. */
const FREE = 2 ** 16;
/** For each part of a large graph, how many may be copied. */
const SHARE = 2;
/** Bytes and characters that count as one part. */
const UNITS = 8;

/**
 * What has no form of its own in a protocol is copied into each object that is made of it: a shared state, the list
 * behind a set. A small pickle can ask for that a million times, so that copies are counted before they are made.
 */
export class CopyBudget {
  private readonly root: Node;
  private readonly most: number | undefined;
  private left: number;
  private isMeasured = false;

  /** @param most - Parts in all. @defaultValue 65,536, or 2 for each part of the graph if that is more */
  constructor(root: Node, most: number | undefined) {
    if (most !== undefined && !(most >= 0)) {
      throw new RangeError(`options.copies needs a number of at least 0, got ${String(most)}`);
    }
    this.root = root;
    this.most = most;
    this.left = most ?? FREE;
  }

  /** Items, entries or members are about to be copied. */
  parts(count: number): void {
    this.left -= count;
    if (this.left < 0) this.extend();
  }

  /** The same; false, where so much is not left: then nothing is to be copied. */
  spend(count: number): boolean {
    if (count > this.left) this.measure();
    if (count > this.left) return false;
    this.left -= count;
    return true;
  }

  /** Bytes or characters are about to be copied. */
  units(count: number): void {
    this.parts(count / UNITS);
  }

  private measure(): void {
    if (this.most !== undefined || this.isMeasured) return;
    this.isMeasured = true;
    this.left += Math.max(0, SHARE * partsOf(this.root) - FREE);
  }

  /** Only who comes this far pays for knowing how large the graph is. */
  private extend(): void {
    this.measure();
    if (this.left >= 0) return;
    const limit = this.most === undefined ? 'the graph allows by default' : `options.copies allows (${this.most})`;
    throw new PickleError('limit', `copying what objects share: more than ${limit}; raise options.copies`);
  }
}

/** How much a graph holds. */
function partsOf(root: Node): number {
  let count = 0;
  for (const node of nodesOf(root)) {
    count += 1 + childrenOf(node).length;
    if (node.type === 'str' || node.type === 'bytes' || node.type === 'bytearray') count += node.value.length / UNITS;
    if (node.type === 'int' && typeof node.value === 'bigint') count += intText(node).length / 2 / UNITS;
  }
  return count;
}

import { PickleError } from '../errors.ts';
import { childrenOf, type Graph, nodesOfGraph, type Sharing } from './graph.ts';
import { intText } from './int-text.ts';

/** This many parts may be copied, however small the graph is. */
const FREE = 2 ** 16;
/** How many parts may be copied for each part of a large graph. */
const SHARE = 2;
/** Bytes and characters that count as one part. */
const UNITS = 8;

/**
 * What has no form of its own in a protocol is copied into each object that uses it: a shared state, or the list behind
 * a set. A small pickle can ask for that a million times, so copies are counted before they are made.
 */
export class CopyBudget {
  private readonly graph: Pick<Graph, 'root'> & Sharing;
  private readonly most: number | undefined;
  private left: number;
  private isMeasured = false;

  /** @param most - Parts in total. @defaultValue 65,536, or 2 for each part of the graph if that is more */
  constructor(graph: Pick<Graph, 'root'> & Sharing, most: number | undefined) {
    if (most !== undefined && !(most >= 0)) {
      throw new RangeError(`options.copies needs a number of at least 0, got ${String(most)}`);
    }
    this.graph = graph;
    this.most = most;
    this.left = most ?? FREE;
  }

  /** Charges for items, entries or members that are about to be copied. */
  parts(count: number): void {
    this.left -= count;
    if (this.left < 0) this.extend();
  }

  /** The same, but returns false if not enough is left. Then nothing may be copied. */
  spend(count: number): boolean {
    if (count > this.left) this.measure();
    if (count > this.left) return false;
    this.left -= count;
    return true;
  }

  /** Charges for work that was in vain: at most what is left. */
  waste(count: number): void {
    if (count > this.left) this.measure();
    this.left = Math.max(0, this.left - count);
  }

  /** Charges for bytes or characters that are about to be copied. */
  units(count: number): void {
    this.parts(count / UNITS);
  }

  private measure(): void {
    if (this.most !== undefined || this.isMeasured) return;
    this.isMeasured = true;
    this.left += Math.max(0, SHARE * partsOf(this.graph) - FREE);
  }

  /** The size of the graph is only computed when a dump gets this far. */
  private extend(): void {
    this.measure();
    if (this.left >= 0) return;
    const limit = this.most === undefined ? 'the graph allows by default' : `options.copies allows (${this.most})`;
    throw new PickleError('limit', `copying what objects share: more than ${limit}; raise options.copies`);
  }
}

/** How many parts a graph contains. */
function partsOf(graph: Pick<Graph, 'root'> & Sharing): number {
  let count = 0;
  for (const node of nodesOfGraph(graph)) {
    count += 1 + childrenOf(node).length;
    if (node.type === 'str' || node.type === 'bytes' || node.type === 'bytearray') count += node.value.length / UNITS;
    if (node.type === 'int' && typeof node.value === 'bigint') count += intText(node).length / 2 / UNITS;
  }
  return count;
}

/**
 * What a pickle stores under numbers while its graph is made.
 *
 * @module
 */
import { limitExceeded } from '../limits.ts';
import { LoadMemo } from '../load/memo.ts';
import type { Node } from './graph.ts';
import { SharedNodes } from './shared-nodes.ts';

export interface NodeMemo {
  /** How many numbers have been used. */
  readonly size: number;
  /** Whether a scalar that is fetched is a node of its own, which says where it is fetched. */
  readonly isPlaced: boolean;
  get(index: number): Node | undefined;
  /** Something else than the memo refers to a node twice. */
  share(node: Node): void;
  isShared(node: Node): boolean;
  /** Stores a node. Returns the node that is stored from now on, which is another one if it was made before. */
  store(index: number, node: Node): Node;
}

/** A memo that keeps every node. */
export class FullMemo implements NodeMemo {
  readonly isPlaced = false;
  private readonly nodes: LoadMemo<Node>;

  constructor(limit: number) {
    this.nodes = new LoadMemo<Node>(limit);
  }

  get size(): number {
    return this.nodes.size;
  }

  get(index: number): Node | undefined {
    return this.nodes.get(index);
  }

  share(): void {}

  isShared(): boolean {
    return false;
  }

  store(index: number, node: Node): Node {
    this.nodes.set(index, node);
    return node;
  }
}

/** Keeps everything, and records what is used more than once. */
export class SharingMemo implements NodeMemo {
  readonly isPlaced = false;
  readonly shared = new SharedNodes(new Map());
  private readonly nodes: LoadMemo<Node>;

  constructor(limit: number) {
    this.nodes = new LoadMemo<Node>(limit);
  }

  get size(): number {
    return this.nodes.size;
  }

  get(index: number): Node | undefined {
    const node = this.nodes.get(index);
    if (node !== undefined) this.shared.add(node);
    return node;
  }

  share(node: Node): void {
    this.shared.add(node);
  }

  isShared(node: Node): boolean {
    return this.shared.has(node);
  }

  store(index: number, node: Node): Node {
    this.nodes.set(index, node);
    return node;
  }
}

/** Keeps only what is fetched. No number is stored twice. */
export class FetchedMemo implements NodeMemo {
  size = 0;
  readonly isPlaced: boolean;
  readonly shared = new SharedNodes(new WeakMap());
  private readonly nodes = new Map<number, Node>();
  private readonly isFetched: (index: number) => boolean;
  private readonly limit: number;

  constructor(isFetched: (index: number) => boolean, limit: number, isPlaced: boolean) {
    this.isFetched = isFetched;
    this.isPlaced = isPlaced;
    this.limit = limit;
  }

  get(index: number): Node | undefined {
    return this.nodes.get(index);
  }

  share(node: Node): void {
    this.shared.add(node);
  }

  isShared(node: Node): boolean {
    return this.shared.has(node);
  }

  store(index: number, node: Node): Node {
    if (this.size >= this.limit) throw limitExceeded('memo', this.limit, 'one more memo entry');
    this.size++;
    if (!this.isFetched(index)) return node;
    this.nodes.set(index, node);
    this.share(node);
    return node;
  }

  /** Takes all numbers below one. */
  skip(size: number): void {
    if (size > this.limit) throw limitExceeded('memo', this.limit, 'one more memo entry');
    this.size = size;
  }

  /** A memo for parts that are made again each time. It has what was kept, and forgets what it adds itself. */
  within(before: number): NodeMemo {
    return new InnerMemo(this, this.isFetched, before);
  }
}

class InnerMemo implements NodeMemo {
  size: number;
  readonly isPlaced: boolean;
  private readonly outer: FetchedMemo;
  private readonly isFetched: (index: number) => boolean;
  private readonly nodes = new Map<number, Node>();

  constructor(outer: FetchedMemo, isFetched: (index: number) => boolean, before: number) {
    this.outer = outer;
    this.isPlaced = outer.isPlaced;
    this.isFetched = isFetched;
    this.size = before;
  }

  get(index: number): Node | undefined {
    return this.outer.get(index) ?? this.nodes.get(index);
  }

  share(node: Node): void {
    this.outer.share(node);
  }

  isShared(node: Node): boolean {
    return this.outer.isShared(node);
  }

  store(index: number, node: Node): Node {
    this.size++;
    if (!this.isFetched(index)) return node;
    const kept = this.outer.get(index);
    if (kept !== undefined) return kept;
    this.nodes.set(index, node);
    this.share(node);
    return node;
  }
}

import { refusedAt } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';
import { DeferredArray, Finished } from './deferred.ts';
import type { DictNode, Node, SequenceNode } from './graph.ts';
import { HashCheck } from './hashable.ts';
import { pairs } from './objects.ts';
import type { Section } from './outline.ts';

/** How sections are made. */
export interface SectionSource {
  /** Sections by the offset of their MARK. */
  readonly sections: ReadonlyMap<number, Section>;
  /** Makes what others need from a section that is skipped. */
  skip(section: Section): void;
  /** The values of a section, new ones each time. */
  values(section: Section): Node[];
}

/** The lists and dicts of one graph that have parts made only on demand. */
export class Deferral {
  private readonly source: SectionSource;
  private readonly finished = new Finished();
  private readonly items = new Map<Node, DeferredArray<Node>>();
  private readonly entries = new Map<Node, DeferredArray<[Node, Node]>>();

  constructor(source: SectionSource) {
    this.source = source;
  }

  /** Appends the section that begins at a MARK to a container; `undefined` if there is none. */
  begin(target: Node, start: number): Section | undefined {
    const section = this.source.sections.get(start);
    if (section === undefined) return undefined;
    if (section.code === op.APPENDS && target.type === 'list') this.deferItems(target, section);
    else if (section.code === op.SETITEMS && target.type === 'dict') this.deferEntries(target, section);
    else return undefined;
    this.source.skip(section);
    return section;
  }

  /** Appends items to a list. Returns false if no part of it is deferred. */
  append(target: Node, items: readonly Node[]): boolean {
    const known = this.items.get(target);
    known?.add(items);
    return known !== undefined;
  }

  /** The same for entries of a dict. A list whose items are replaced is made at once. */
  setEntries(target: Node, entries: readonly [Node, Node][]): boolean {
    const known = this.entries.get(target);
    known?.add(entries);
    if (target.type === 'list') this.settle(target);
    return known !== undefined;
  }

  /** What is shared has the same nodes each time. */
  settle(target: Node): void {
    if (target.type === 'list' && this.items.delete(target)) target.items = [...target.items];
    else if (target.type === 'dict' && this.entries.delete(target)) target.entries = [...target.entries];
  }

  private deferItems(target: SequenceNode, section: Section): void {
    let items = this.items.get(target);
    if (items === undefined) {
      this.items.set(target, (items = new DeferredArray(target.items, this.finished)));
      target.items = items.array;
    }
    items.defer(section.count, () => this.source.values(section));
  }

  private deferEntries(target: DictNode, section: Section): void {
    let entries = this.entries.get(target);
    if (entries === undefined) {
      this.entries.set(target, (entries = new DeferredArray(target.entries, this.finished)));
      target.entries = entries.array;
    }
    entries.defer(section.count / 2, () => this.made(section));
  }

  private made(section: Section): [Node, Node][] {
    const entries = pairs(this.source.values(section), 'SETITEMS');
    try {
      new HashCheck().keys(entries);
    } catch (error) {
      throw refusedAt(error, { code: section.code, start: section.close });
    }
    return entries;
  }
}

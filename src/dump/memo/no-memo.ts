import type { IdentifiedText } from '../../values/identified-text.ts';
import type { DumpMemo } from './memo.ts';

/** The memo of `memo: 'none'`: nothing is ever known, and nothing gets a number. */
export class NoMemo implements DumpMemo {
  dump = 0;
  readonly size = 0;
  /** Kept also here, because cycles are found by the identity of what is written. */
  readonly standIns = new Map<object, unknown>();
  readonly moduleTexts = new Map<string, IdentifiedText>();

  object(): undefined {}

  dict(): undefined {}

  tuple(): undefined {}

  recentText(): number {
    return -1;
  }

  expectedKey(): number {
    return -1;
  }

  noteKey(): void {}

  text(): number {
    return -1;
  }

  global(): undefined {}

  moduleName(): undefined {}

  skip(): number {
    return 0;
  }

  addObject(): number {
    return 0;
  }

  enterObject(): undefined {}

  enterBytes(): undefined {}

  addDict(): number {
    return 0;
  }

  addTuple(): number {
    return 0;
  }

  addModuleName(): number {
    return 0;
  }

  addGlobal(): number {
    return 0;
  }

  entries(): Map<number, unknown> {
    return new Map();
  }

  restore(): void {}

  clear(): void {
    if (this.standIns.size > 0) this.standIns.clear();
    if (this.moduleTexts.size > 0) this.moduleTexts.clear();
  }
}

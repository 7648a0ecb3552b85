import { PickleError } from '../../errors.ts';
import * as op from '../../opcodes.ts';
import { Global } from '../../values/global.ts';
import { IdentifiedText } from '../../values/identified-text.ts';
import { Tuple } from '../../values/tuple.ts';
import type { Emitter } from '../emitter.ts';
import { type NameIdentity, nameIdentity } from '../memo/global-identity.ts';
import type { DumpMemo } from '../memo/memo.ts';
import { callOf } from '../reduce.ts';
import type { DumpSettings } from '../settings.ts';
import { leaveObject, type Task } from '../tasks.ts';
import { importName, methodInC, spelledName, typeArgument } from './global-name.ts';
import { isSingleton, type TextWriter } from './texts.ts';

const TYPE = /* @__PURE__ */ Global.of('builtins.type');
const GETATTR = /* @__PURE__ */ Global.of('builtins.getattr');

/** Writes globals as GLOBAL, STACK_GLOBAL, an extension code, or a chain of getattr calls. */
export class GlobalWriter {
  private readonly emit: Emitter;
  private readonly texts: TextWriter;
  private readonly memo: DumpMemo;
  private readonly settings: DumpSettings;
  private readonly tasks: Task[];

  constructor(emit: Emitter, texts: TextWriter, memo: DumpMemo, settings: DumpSettings, tasks: Task[]) {
    this.emit = emit;
    this.texts = texts;
    this.memo = memo;
    this.settings = settings;
    this.tasks = tasks;
  }

  /** Returns true if a task must run before anything else. */
  save(given: Global): boolean {
    const { emit, memo } = this;
    const { protocol, dialect, extensions, fixImports } = this.settings;
    const known = memo.global(given);
    if (known !== undefined) {
      emit.get(known);
      return false;
    }
    const constant = typeArgument(given);
    if (constant !== undefined) return leaveObject(this.tasks, given, callOf(TYPE, Tuple.from<unknown>([constant])));
    const method = methodInC(given);
    if (method !== undefined) return leaveObject(this.tasks, given, callOf(GETATTR, Tuple.from<unknown>(method)));
    const global = spelledName(given, protocol, dialect);
    const code = protocol >= 2 ? extensions.get(`${global.module}\n${global.name}`) : undefined;
    if (code !== undefined) {
      emit.extension(code);
    } else if (protocol >= 4) {
      return this.saveStackGlobal(given, global);
    } else if (global.name.includes('.')) {
      return this.saveNested(given, global);
    } else {
      const { module, name } = importName(global, protocol, fixImports);
      emit.globalLines(module, name);
      emit.put(memo.addGlobal(given));
    }
    return false;
  }

  /** A global of which only the extension code is known. */
  extension(code: number): void {
    if (this.settings.protocol < 2) {
      throw new PickleError('needs-protocol', `extension code ${code} needs protocol 2 or higher`);
    }
    this.emit.extension(code);
  }

  private saveStackGlobal(given: Global, { module, name }: Global): boolean {
    const { emit, memo } = this;
    const finish = (): void => {
      emit.op(op.STACK_GLOBAL);
      emit.put(memo.addGlobal(given));
    };
    const identity = nameIdentity(given, this.settings.dialect.minor);
    if (this.settings.persistentId !== undefined) {
      const parts = [this.textOf(module, identity.module), this.textOf(name, identity.name)];
      this.tasks.push({ kind: 'sequence', parts, after: [undefined, finish], next: 0 });
      return true;
    }
    this.saveName(module, identity.module);
    this.saveName(name, identity.name);
    finish();
    return false;
  }

  /** A part of a global's name, under the identity that it has in CPython. */
  private saveName(text: string, identity: NameIdentity['module']): void {
    const { memo, emit } = this;
    const { framer } = emit;
    if (framer.out.length >= framer.due) framer.advance();
    if (identity === 'interned' || isSingleton(text)) {
      this.texts.save(text, true);
      return;
    }
    const known = identity === 'module' ? memo.moduleName(text) : undefined;
    if (known !== undefined) {
      emit.get(known);
      return;
    }
    emit.text(text);
    emit.put(identity === 'module' ? memo.addModuleName(text) : memo.skip());
  }

  /** A part of a global's name as a value, because `persistentId` is asked about it. */
  private textOf(text: string, identity: NameIdentity['module']): IdentifiedText {
    if (identity !== 'module') return new IdentifiedText(text, identity === 'interned');
    const { moduleTexts } = this.memo;
    const known = moduleTexts.get(text) ?? new IdentifiedText(text, false);
    moduleTexts.set(text, known);
    return known;
  }

  /** A dotted name below protocol 4, written with `getattr` because GLOBAL cannot spell it. */
  private saveNested(given: Global, { module, name }: Global): boolean {
    const { emit, memo } = this;
    const { protocol, dialect, fixImports } = this.settings;
    const [top = '', ...parts] = name.split('.');
    if (!dialect.nestedChain) {
      const owner = new Global(module, [top, ...parts.slice(0, -1)].join('.'));
      return leaveObject(this.tasks, given, callOf(GETATTR, Tuple.of<unknown>(owner, partOf(parts[parts.length - 1]))));
    }
    const begin = (): void => {
      if (protocol < 2) emit.op(op.MARK);
    };
    const start = (): void => {
      begin();
      const outer = importName(new Global(module, top), protocol, fixImports);
      emit.globalLines(outer.module, outer.name);
    };
    const get = (): void => {
      emit.op(protocol < 2 ? op.TUPLE : op.TUPLE2);
      emit.op(op.REDUCE);
    };
    const finish = (): void => {
      get();
      emit.put(memo.addGlobal(given));
    };
    this.tasks.push({
      kind: 'sequence',
      parts: [...parts.map(() => GETATTR), ...parts.map(partOf)],
      after: [...parts.slice(1).map(() => begin), start, ...parts.slice(1).map(() => get), finish],
      next: 0,
    });
    return true;
  }
}

/** A part of a dotted name. CPython splits the name each time, so each part is a new str. */
function partOf(name = ''): IdentifiedText {
  return new IdentifiedText(name, false);
}

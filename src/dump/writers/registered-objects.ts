import type { ClassCodec } from '../../codec/class.ts';
import type { DumpContext } from '../../codec/context.ts';
import { Global } from '../../values/global.ts';
import { readSlots } from '../../values/read-slots.ts';
import { Tuple } from '../../values/tuple.ts';
import type { BuiltinParts } from '../builtin-parts.ts';
import type { FastPaths } from '../fast-paths.ts';
import type { DumpMemo } from '../memo/memo.ts';
import { type Rebuild, rebuildObject } from '../reduce.ts';
import type { DumpSettings } from '../settings.ts';
import { leaveObject, type Task } from '../tasks.ts';
import { ClassCache, type KnownClass } from './class-cache.ts';
import type { GlobalWriter } from './globals.ts';
import type { ReducedObjectWriter } from './reduced-objects.ts';

/** Writes objects by the codec of their class. Each method returns whether it left a task. */
export class RegisteredObjectWriter {
  readonly classes: ClassCache;
  private readonly settings: DumpSettings;
  private readonly memo: DumpMemo;
  private readonly globals: GlobalWriter;
  private readonly tasks: Task[];
  private readonly objects: ReducedObjectWriter;
  private readonly areObjectsInline: boolean;
  private readonly context: DumpContext;
  private readonly parts: BuiltinParts;

  constructor(
    settings: DumpSettings,
    memo: DumpMemo,
    globals: GlobalWriter,
    tasks: Task[],
    objects: ReducedObjectWriter,
    context: DumpContext,
    parts: BuiltinParts,
    paths: FastPaths,
  ) {
    this.classes = new ClassCache(settings.registry);
    this.settings = settings;
    this.memo = memo;
    this.globals = globals;
    this.tasks = tasks;
    this.areObjectsInline = paths.areObjectsInline;
    this.objects = objects;
    this.context = context;
    this.parts = parts;
  }

  /** An object of a class that is not in the cache. It is not a constant. */
  saveFirst(value: object, codec: ClassCodec): boolean {
    this.classes.add(codec);
    return this.rebuild(value, codec);
  }

  /**
   * The number of the class of an object that can be written by {@link ReducedObjectWriter.plain}. The object may be in
   * the memo.
   */
  plainClass(value: object, { global, hasConstants, isPlain }: KnownClass): number | undefined {
    if (!isPlain || hasConstants || global === undefined || !this.canInline || hasElements(value)) {
      return undefined;
    }
    if (readSlots(value) !== undefined) return undefined;
    return this.memo.global(global);
  }

  /** An object of a class that is in the cache, and that is not in the memo. */
  save(value: object, { codec, hasConstants }: KnownClass): boolean {
    const constant = hasConstants ? this.settings.registry.byValue(value) : undefined;
    return constant === undefined ? this.rebuild(value, codec) : this.globals.save(constant.global);
  }

  private rebuild(value: object, codec: ClassCodec): boolean {
    const { dialect, persistentId } = this.settings;
    const rebuild = rebuildObject(codec, value, this.context, {
      dialect,
      asMaps: persistentId !== undefined,
      parts: this.parts,
    });
    if (rebuild instanceof Global) return this.globals.save(rebuild);
    if (this.canInline && rebuild.kwargs === undefined && rebuild.isShared) {
      const callable = this.known(rebuild);
      const { args } = rebuild;
      if (callable !== undefined && args instanceof Tuple && this.memo.tuple(args) === undefined) {
        return this.objects.called(value, rebuild, callable, args);
      }
    }
    return leaveObject(this.tasks, value, rebuild);
  }

  /** Whether an object may be written here without phases. */
  private get canInline(): boolean {
    return this.areObjectsInline && this.objects.hasRoom;
  }

  /** The number of the callable that makes the object, if it is in the memo. */
  private known({ callable }: Rebuild): number | undefined {
    const global = callable instanceof Global ? callable : this.classes.globalOf(callable);
    return global === undefined ? undefined : this.memo.global(global);
  }
}

/** Whether some of an object's properties may be elements. */
function hasElements(value: object): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

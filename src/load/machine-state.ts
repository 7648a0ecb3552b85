import type { Reader } from '../bytes/reader.ts';
import { Arguments } from './arguments.ts';
import type { Budget } from './budget.ts';
import { Builder } from './builder.ts';
import { ByteArrays } from './byte-arrays.ts';
import { ContainerOpcodes } from './container-opcodes.ts';
import { DeferredContainers } from './deferred/deferred-containers.ts';
import type { LoadStack, Placeholders } from './deferred/placeholders.ts';
import { FollowingBytes } from './following-bytes.ts';
import { GlobalOpcodes } from './global-opcodes.ts';
import type { InnerPickles } from './inner-pickles.ts';
import { KeyRules } from './key-rules.ts';
import type { LoadSettings } from './load-settings.ts';
import { LoadMemo } from './memo.ts';
import { MemoOpcodes } from './memo-opcodes.ts';
import { Names } from './names.ts';
import { NewContainers } from './new-containers.ts';
import { ObjectOpcodes } from './object-opcodes.ts';
import { OutOfBandBuffers } from './out-of-band-buffers.ts';
import { PropertyCount } from './property-count.ts';
import { Stack } from './stack.ts';

/** Everything that a machine changes as it runs, with its opcodes grouped by what they do. */
export class MachineState {
  settings: LoadSettings;
  readonly reader: Reader;
  readonly budget: Budget;
  readonly stack: LoadStack;
  readonly memo: LoadMemo = new LoadMemo(0);
  readonly args: Arguments;
  readonly names: Names;
  readonly buffers: OutOfBandBuffers = new OutOfBandBuffers();
  readonly containers: NewContainers;
  readonly deferred: DeferredContainers;
  readonly placeholders: Placeholders;
  readonly following: FollowingBytes;
  readonly containerOpcodes: ContainerOpcodes;
  readonly objectOpcodes: ObjectOpcodes;
  readonly globalOpcodes: GlobalOpcodes;
  readonly memoOpcodes: MemoOpcodes;
  private readonly keys: KeyRules;
  private readonly properties = new PropertyCount();
  private readonly builder: Builder;

  constructor(reader: Reader, settings: LoadSettings, budget: Budget, inner: InnerPickles) {
    const stack = new Stack();
    const args = new Arguments(reader, settings, budget);
    const names = new Names(settings);
    const { memo, buffers, properties } = this;
    const keys = new KeyRules(args, properties, budget);
    const containers = new NewContainers(budget, keys);
    const following = new FollowingBytes(reader, args, () => inner.begin(reader));
    const builder = new Builder({ budget, args, names, containers, properties, buffers, following, inner });
    const deferred = new DeferredContainers({ reader, budget, args, stack, memo, builder, keys, containers });
    const byteArrays = new ByteArrays({ budget, args, deferred, stack, memo, names, buffers });
    this.settings = settings;
    this.reader = reader;
    this.budget = budget;
    this.stack = stack;
    this.args = args;
    this.names = names;
    this.keys = keys;
    this.containers = containers;
    this.following = following;
    this.builder = builder;
    this.deferred = deferred;
    this.placeholders = deferred.placeholders;
    this.containerOpcodes = new ContainerOpcodes({
      stack,
      args,
      budget,
      keys,
      containers,
      deferred,
      byteArrays,
      builder,
    });
    this.objectOpcodes = new ObjectOpcodes({ reader, stack, memo, args, budget, names, containers, deferred, builder });
    this.globalOpcodes = new GlobalOpcodes(this);
    this.memoOpcodes = new MemoOpcodes(stack, memo, args, deferred);
    this.reset(settings);
  }

  /** Takes the options of the next pickle. */
  reset(settings: LoadSettings): void {
    this.settings = settings;
    this.keys.ordered = settings.keepOrder;
    this.memo.limit = settings.limits.memo;
    this.args.reset(settings);
    this.names.reset(settings);
    this.containers.areObjects = settings.dicts === 'object';
  }

  /** Releases everything from the last pickle. */
  clear(): void {
    this.begin();
    this.memo.clear();
    this.deferred.clear();
    this.buffers.clear();
    this.names.clear();
    this.args.texts.clear();
    this.properties.clear();
    this.builder.reset();
  }

  /** Prepares for a pickle that keeps the memo of the one before. */
  begin(): void {
    this.placeholders.settle();
    this.stack.clear();
    this.names.protocol = 0;
    this.objectOpcodes.clear();
    this.following.clear();
  }

  /** Charges for the stack and the marks, and makes sure that each can grow by `count`. */
  reserve(count: number): void {
    const { stack, placeholders } = this;
    const growth = stack.growth(placeholders.noted);
    if (growth > 0) this.budget.chargeStack(growth);
    stack.reserve(count);
  }
}

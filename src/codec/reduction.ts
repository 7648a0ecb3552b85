/** What `reduce` gives back: how Python is to rebuild the object. Python's reduce tuple, with names. */
export interface Reduction {
  /** What to call (`how: 'call'`) or instantiate (`how: 'new'`): a {@link Global}, a registered class or function. */
  readonly callable: unknown;
  /** Arguments, written as a tuple. For `how: 'new'` without the class itself. */
  readonly args: readonly unknown[];
  /** Keyword arguments of `__new__`; only with `how: 'new'`. */
  readonly kwargs?: ReadonlyMap<string, unknown> | undefined;
  /** `'call'`: `callable(*args)`. `'new'`: `callable.__new__(callable, *args)`. @defaultValue `'call'` */
  readonly how?: 'call' | 'new';
  /** Given to `__setstate__`, or merged into `__dict__`. `undefined`: no state. */
  readonly state?: unknown;
  /** Appended to the new object. */
  readonly items?: Iterable<unknown> | undefined;
  /** Set on the new object by key. */
  readonly entries?: Iterable<readonly [unknown, unknown]> | undefined;
  /** Called with the object and the state, in place of `__setstate__`. */
  readonly stateSetter?: unknown;
}

/** Arguments of `__new__`. */
export interface NewArgs {
  readonly args: readonly unknown[];
  readonly kwargs: ReadonlyMap<string, unknown>;
}

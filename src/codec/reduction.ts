/** What `reduce` returns: how Python rebuilds the object. It is Python's reduce tuple, with names. */
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
  /** What follows the BUILD of `state`, outside of the pickle's opcodes. @defaultValue nothing */
  readonly trailer?: Trailer | undefined;
  /**
   * Whether an object that occurs again is written as a reference to the first occurrence. With `false` it is written
   * each time, for readers that replace the object by another one.
   *
   * @defaultValue `true`
   */
  readonly isShared?: boolean | undefined;
}

/**
 * Bytes that follow a BUILD and are not opcodes; the reader must know from the state what they are. They are written
 * unchanged, outside any frame.
 *
 * @param offset - The offset of the first of them, in bytes from the beginning of the pickle.
 */
export type Trailer = (offset: number) => Iterable<Uint8Array>;

/** What `getNewArgs` gives back when `__new__` takes keyword arguments: Python's `__getnewargs_ex__`. */
export interface NewArgs {
  /** Positional arguments, without the class itself. */
  readonly args: readonly unknown[];
  /** Keyword arguments by name. */
  readonly kwargs: ReadonlyMap<string, unknown>;
}

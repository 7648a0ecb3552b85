import type { QualifiedName } from '../codec/compat-names.ts';
import type { UnpicklingError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import type { TrailingBytes } from '../opcodes/cursor.ts';
import type { CallOpcode } from './abstract-machine.ts';

/**
 * What a pickle does with a global:
 * - `REDUCE`, `NEWOBJ`, `NEWOBJ_EX`, `INST`, `OBJ`: calls it, by this opcode;
 * - `result-called`: calls its result;
 * - `result-state`, `result-items`: gives a state (BUILD) or items to its result;
 * - `changed`: gives a state or items to the global itself;
 * - `argument`, `state`, `items`, `persistent-id`: passes it as such, or inside tuples, lists, dicts and sets;
 * - `attribute`: takes an attribute of it with `getattr`, which is another global;
 * - `value`: the value of the pickle is it, or contains it in tuples, lists, dicts and sets.
 */
export type GlobalUseKind =
  | CallOpcode
  | 'result-called'
  | 'result-state'
  | 'result-items'
  | 'changed'
  | 'argument'
  | 'state'
  | 'items'
  | 'persistent-id'
  | 'attribute'
  | 'value';

/** One way in which a global is used. */
export interface GlobalUse {
  /** What the pickle does with the global. */
  readonly kind: GlobalUseKind;
  /** How often; 1 for what is passed, however often. */
  readonly count: number;
  /** The offset of the first opcode that does it, in bytes. */
  readonly offset: number;
}

/** A class or function that a pickle names. */
export interface NamedGlobal {
  /** The module as the pickle has it; `undefined` if only running the pickle would tell, and for extension codes. */
  readonly module: string | undefined;
  /** The qualified name in the module; `undefined` where `module` is. */
  readonly name: string | undefined;
  /** What Python 3 imports for it: below protocol 3, names of Python 2 are translated. */
  readonly python3: QualifiedName | undefined;
  /** The extension code, if the pickle has one instead of a name. */
  readonly extension: number | undefined;
  /** The opcode that names it first: `GLOBAL`, `STACK_GLOBAL`, `INST`, `EXT1`...; `REDUCE` for a nested `getattr`. */
  readonly opcode: string;
  /** The offset of that opcode, in bytes. */
  readonly offset: number;
  /** How often the pickle names it. */
  readonly count: number;
  /** What the pickle does with it; empty if it is only imported. */
  readonly uses: readonly GlobalUse[];
}

/** The result of {@link globals}. */
export interface GlobalsReport {
  /** The globals, in the order in which the pickle first names them. */
  readonly globals: readonly NamedGlobal[];
  /** Where the pickle ends, in bytes; `undefined` if it is broken. */
  readonly end: number | undefined;
  /**
   * Where the next pickle may begin, in bytes: `end`, and other offsets for readers of files if frames have wrong
   * lengths.
   */
  readonly ends: readonly number[];
  /** Why and where the pickle is broken. `globals` has what it did before. */
  readonly error: UnpicklingError | undefined;
}

/** Options of {@link globals}. */
export interface GlobalsOptions {
  /** Where the pickle begins, in bytes. @defaultValue `0` */
  readonly offset?: number | undefined;
  /** Ceilings, as for `loads`: `memory` (of what is known while the pickle is looked at) and `memo` apply. */
  readonly limits?: Partial<Limits> | undefined;
  /** How many bytes that are not opcodes follow each BUILD. @defaultValue none */
  readonly trailing?: TrailingBytes | undefined;
  /** Called every 65,536 opcodes with the current offset, in bytes from the start of the data. */
  readonly onProgress?: ((offset: number) => void) | undefined;
}

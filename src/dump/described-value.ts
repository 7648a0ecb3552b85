import type { Global } from '../values/global.ts';
import type { IdentifiedText } from '../values/identified-text.ts';
import type { Rebuild } from './reduce.ts';

/**
 * A Python value to be written for an object that is not a JavaScript value of this library, such as a node of a graph.
 * The memo goes by the identity of that object.
 */
export type DescribedValue =
  | { readonly kind: 'scalar'; readonly value: unknown }
  /** `bits`: the eight bytes of a NaN, big-endian. */
  | { readonly kind: 'float'; readonly value: number; readonly bits: Uint8Array | undefined }
  | { readonly kind: 'text'; readonly text: IdentifiedText }
  /** `holder`: the object whose identity the memo goes by, if it is not the object itself. */
  | { readonly kind: 'bytes' | 'bytearray'; readonly bytes: Uint8Array; readonly holder?: object | undefined }
  | { readonly kind: 'list' | 'tuple' | 'set' | 'frozenset'; readonly items: readonly unknown[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [unknown, unknown])[] }
  | { readonly kind: 'global'; readonly global: Global }
  | { readonly kind: 'extension'; readonly code: number }
  | { readonly kind: 'object'; readonly rebuild: Rebuild }
  | { readonly kind: 'persistent'; readonly id: unknown }
  | { readonly kind: 'buffer'; readonly readonly: boolean };

import type { Global } from '../values/global.ts';
import type { IdentifiedText } from '../values/identified-text.ts';
import type { Rebuild } from './reduce.ts';

/**
 * A Python value that is written for an object of another model than JavaScript's values: a node of a graph. The object
 * itself stays the identity that the memo goes by.
 */
export type DescribedValue =
  | { readonly kind: 'scalar'; readonly value: unknown }
  /** `bits`: the eight bytes of a NaN, big-endian. */
  | { readonly kind: 'float'; readonly value: number; readonly bits: Uint8Array | undefined }
  | { readonly kind: 'text'; readonly text: IdentifiedText }
  /** `holder`: what the memo goes by, where that is not the object itself. */
  | { readonly kind: 'bytes' | 'bytearray'; readonly bytes: Uint8Array; readonly holder?: object | undefined }
  | { readonly kind: 'list' | 'tuple' | 'set' | 'frozenset'; readonly items: readonly unknown[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [unknown, unknown])[] }
  | { readonly kind: 'global'; readonly global: Global }
  | { readonly kind: 'extension'; readonly code: number }
  | { readonly kind: 'object'; readonly rebuild: Rebuild }
  | { readonly kind: 'persistent'; readonly id: unknown }
  | { readonly kind: 'buffer'; readonly readonly: boolean };

import type { DumpSettings } from './settings.ts';

/**
 * Which short ways a dump takes. Each gives the bytes of the general way, which asks everyone who has a say about every
 * object. Decided once, for the settings. Writers keep what they ask for each value in fields of their own: instances and
 * short bytes are written in 0.93 to 0.97 of the speed if they look it up here (measured, Node 24).
 */
export interface FastPaths {
  /** The prototype alone tells how an object is written: no codec, constant or description may say otherwise. */
  readonly isTypeByPrototype: boolean;
  /** Parts are written together with their container, up to the first that has parts: nobody is asked about each. */
  readonly arePartsInline: boolean;
  /** Items and entries too: they are added in batches. */
  readonly areBatchesInline: boolean;
  /** Short bytes are scalars, because they have an opcode. */
  readonly areBytesScalars: boolean;
  /** Bigints are scalars: none of them is too long. */
  readonly areBigintsScalars: boolean;
  /** An object is made by opcodes written one after another, without the phases of a task. */
  readonly areObjectsInline: boolean;
}

/** The short ways that are open with these settings. */
export function fastPathsOf({
  protocol,
  registry,
  describe,
  persistentId,
  reducerOverride,
}: Pick<DumpSettings, 'protocol' | 'registry' | 'describe' | 'persistentId' | 'reducerOverride'>): FastPaths {
  const isTypeByPrototype = describe === undefined && !registry.hasPlainConstants && !registry.hasBuiltinClasses;
  const arePartsInline = persistentId === undefined;
  return {
    isTypeByPrototype,
    arePartsInline,
    areBatchesInline: arePartsInline && protocol > 0,
    areBytesScalars: isTypeByPrototype && arePartsInline && protocol >= 3,
    areBigintsScalars: protocol >= 2,
    areObjectsInline: isTypeByPrototype && arePartsInline && reducerOverride === undefined && protocol >= 2,
  };
}

import type { Codec } from '../codec.ts';
import { RegistryCache } from '../registry.ts';
import { array } from './array.ts';
import { boundMethods } from './bound-method.ts';
import { builtins } from './builtins.ts';
import { collections } from './collections.ts';
import { copyreg } from './copyreg.ts';
import { datetime } from './datetime.ts';
import { decimal } from './decimal.ts';
import { decimalContext } from './decimal-context.ts';
import { enumerations } from './enumerations.ts';
import { exceptions } from './exceptions.ts';
import { fractions } from './fractions.ts';
import { frozendict } from './frozendict.ts';
import { functools } from './functools.ts';
import { io } from './io.ts';
import { ipaddress } from './ipaddress.ts';
import { iterators } from './iterators.ts';
import { itertools } from './itertools.ts';
import { javascript } from './javascript.ts';
import { logging } from './logging.ts';
import { namedTuples } from './named-tuple.ts';
import { operator } from './operator.ts';
import { pathlib } from './pathlib.ts';
import { random } from './random.ts';
import { re } from './re.ts';
import { signatures } from './signature.ts';
import { structSequences } from './struct-sequences.ts';
import { types } from './types.ts';
import { typing } from './typing.ts';
import { uuid } from './uuid.ts';
import { zoneinfo } from './zoneinfo.ts';

/** The codecs of the standard library. */
export const standardCodecList = (): readonly Codec[] => [
  ...builtins(),
  ...boundMethods(),
  ...copyreg(),
  ...collections(),
  ...datetime(),
  ...zoneinfo(),
  ...decimal(),
  ...decimalContext(),
  ...enumerations(),
  ...fractions(),
  ...frozendict(),
  ...uuid(),
  ...random(),
  ...array(),
  ...exceptions(),
  ...functools(),
  ...io(),
  ...ipaddress(),
  ...iterators(),
  ...itertools(),
  ...logging(),
  ...namedTuples(),
  ...operator(),
  ...pathlib(),
  ...re(),
  ...signatures(),
  ...structSequences(),
  ...types(),
  ...typing(),
  ...javascript(),
];

/** What `loads` and `dumps` understand without being given any codec. */
export const standardCodecs: RegistryCache = /* @__PURE__ */ new RegistryCache(standardCodecList);

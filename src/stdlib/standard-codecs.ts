import { RegistryCache } from '../registry.ts';
import { array } from './array.ts';
import { builtins } from './builtins.ts';
import { collections } from './collections.ts';
import { copyreg } from './copyreg.ts';
import { datetime } from './datetime.ts';
import { decimal } from './decimal.ts';
import { exceptions } from './exceptions.ts';
import { fractions } from './fractions.ts';
import { functools } from './functools.ts';
import { io } from './io.ts';
import { ipaddress } from './ipaddress.ts';
import { iterators } from './iterators.ts';
import { javascript } from './javascript.ts';
import { operator } from './operator.ts';
import { pathlib } from './pathlib.ts';
import { random } from './random.ts';
import { re } from './re.ts';
import { structSequences } from './struct-sequences.ts';
import { types } from './types.ts';
import { uuid } from './uuid.ts';
import { zoneinfo } from './zoneinfo.ts';

/** What `loads` and `dumps` understand without being given any codec. */
export const standardCodecs: RegistryCache = /* @__PURE__ */ new RegistryCache(() => [
  ...builtins(),
  ...copyreg(),
  ...collections(),
  ...datetime(),
  ...zoneinfo(),
  ...decimal(),
  ...fractions(),
  ...uuid(),
  ...random(),
  ...array(),
  ...exceptions(),
  ...functools(),
  ...io(),
  ...ipaddress(),
  ...iterators(),
  ...operator(),
  ...pathlib(),
  ...re(),
  ...structSequences(),
  ...types(),
  ...javascript(),
]);

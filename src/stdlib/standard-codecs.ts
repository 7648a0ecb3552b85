import type { Codec } from '../codec.ts';
import { type CodecFamily, RegistryCache } from '../registry.ts';
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
import { libraryZones } from './library-zones.ts';
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

/** The codecs of the standard library, family by family. */
export const standardFamilies: readonly CodecFamily[] = [
  { modules: ['builtins', '_codecs'], codecs: builtins },
  { modules: ['types'], codecs: boundMethods },
  { modules: ['copyreg'], codecs: copyreg },
  { modules: ['collections'], codecs: collections },
  { modules: ['datetime'], codecs: datetime },
  { modules: ['zoneinfo'], codecs: zoneinfo },
  { modules: ['decimal'], codecs: decimal },
  { modules: ['decimal'], codecs: decimalContext },
  { modules: ['enum'], codecs: enumerations },
  { modules: ['fractions'], codecs: fractions },
  { modules: [], codecs: frozendict },
  { modules: ['uuid'], codecs: uuid },
  { modules: ['random'], codecs: random },
  { modules: ['array'], codecs: array },
  { modules: [], codecs: exceptions },
  { modules: ['functools'], codecs: functools },
  { modules: ['_io', 'io'], codecs: io },
  { modules: ['ipaddress'], codecs: ipaddress },
  { modules: [], codecs: iterators },
  { modules: ['itertools'], codecs: itertools },
  { modules: ['pytz', 'dateutil.tz.tz', 'django.utils.timezone'], codecs: libraryZones },
  { modules: ['logging'], codecs: logging },
  { modules: [], codecs: namedTuples },
  { modules: ['operator'], codecs: operator },
  { modules: ['pathlib', 'pathlib._local'], codecs: pathlib },
  { modules: ['re'], codecs: re },
  { modules: ['inspect'], codecs: signatures },
  { modules: ['time', 'os'], codecs: structSequences },
  { modules: ['types'], codecs: types },
  { modules: ['typing', '_operator'], codecs: typing },
  { modules: [], codecs: javascript },
];

/** The codecs of the standard library. */
export const standardCodecList = (): readonly Codec[] => standardFamilies.flatMap(({ codecs }) => codecs());

/** What `loads` and `dumps` understand without being given any codec. */
export const standardCodecs: RegistryCache = /* @__PURE__ */ new RegistryCache(standardFamilies);

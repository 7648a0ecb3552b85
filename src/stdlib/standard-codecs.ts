import type { Codec } from '../codec/codec.ts';
import { type CodecFamily, RegistryCache } from '../codec/registry.ts';
import { builtins } from './builtins.ts';
import { array } from './collections/array.ts';
import { collections } from './collections/collections.ts';
import { frozendict } from './collections/frozendict.ts';
import { namedTuples } from './collections/named-tuple.ts';
import { structSequences } from './collections/struct-sequences.ts';
import { copyreg } from './copyreg.ts';
import { datetime } from './datetime/datetime.ts';
import { libraryZones } from './datetime/library-zones.ts';
import { zoneinfo } from './datetime/zoneinfo.ts';
import { enumerations } from './enum/enumerations.ts';
import { exceptions } from './exceptions/exceptions.ts';
import { boundMethods } from './functions/bound-method.ts';
import { functools } from './functions/functools.ts';
import { operator } from './functions/operator.ts';
import { signatures } from './functions/signature.ts';
import { io } from './io.ts';
import { iterators } from './iterators/iterators.ts';
import { itertools } from './iterators/itertools.ts';
import { javascript } from './javascript.ts';
import { logging } from './logging.ts';
import { ipaddress } from './network/ipaddress.ts';
import { decimal } from './numbers/decimal.ts';
import { decimalContext } from './numbers/decimal-context.ts';
import { fractions } from './numbers/fractions.ts';
import { random } from './numbers/random.ts';
import { pathlib } from './paths/pathlib.ts';
import { re } from './re/re.ts';
import { types } from './types.ts';
import { typing } from './typing.ts';
import { uuid } from './uuid.ts';

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

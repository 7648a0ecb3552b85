import type { Codec } from '../codec/codec.ts';
import { type FamilyCodec, pythonFamily } from '../codec/family.ts';
import { RegistryCache } from '../codec/registry.ts';
import { builtins } from './builtins/builtins.ts';
import { copyreg } from './builtins/copyreg.ts';
import { array } from './collections/array.ts';
import { collections } from './collections/collections.ts';
import { frozendict } from './collections/frozendict.ts';
import { namedTuples } from './collections/named-tuple.ts';
import { structSequences } from './collections/struct-sequences.ts';
import { datetime } from './datetime/datetime.ts';
import { libraryZones } from './datetime/library-zones.ts';
import { zoneinfo } from './datetime/zoneinfo.ts';
import { enumerations, enumModules } from './enum/enumerations.ts';
import { exceptionModules } from './exceptions/exception-names.ts';
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

/**
 * The codecs of the standard library, family by family. The most needed families come last: they are the first in which
 * a value is looked for.
 */
export const standardFamilies: readonly FamilyCodec[] = /* @__PURE__ */ (() => [
  pythonFamily(exceptionModules(), exceptions),
  pythonFamily(['builtins'], frozendict),
  pythonFamily(['builtins'], iterators),
  pythonFamily(['itertools', 'builtins'], itertools),
  pythonFamily(['types', 'builtins'], boundMethods),
  pythonFamily(['builtins', '_codecs'], builtins),
  pythonFamily(['copyreg'], copyreg),
  pythonFamily(['zoneinfo', 'backports.zoneinfo'], zoneinfo),
  pythonFamily(['decimal', 'difflib', 'urllib.parse'], namedTuples),
  pythonFamily(['decimal'], decimalContext),
  pythonFamily(enumModules(), enumerations),
  pythonFamily(['fractions'], fractions),
  pythonFamily(['random'], random),
  pythonFamily(['array'], array),
  pythonFamily(['functools'], functools),
  pythonFamily(['_io', 'io'], io),
  pythonFamily(['ipaddress'], ipaddress),
  pythonFamily(
    ['pytz', 'dateutil.tz', 'dateutil.tz.tz', 'dateutil.tz._tzfile', 'dateutil.zoneinfo', 'django.utils.timezone'],
    libraryZones,
  ),
  pythonFamily(['logging'], logging),
  pythonFamily(['operator'], operator),
  pythonFamily(['pathlib', 'pathlib._local'], pathlib),
  pythonFamily(['re'], re),
  pythonFamily(['inspect'], signatures),
  pythonFamily(['time', 'os', 'posix', 'nt'], structSequences),
  pythonFamily(['types', 'collections.abc'], types),
  pythonFamily(['typing', 'types', '_operator', '_functools', 'functools'], typing),
  pythonFamily([], javascript),
  pythonFamily(['collections'], collections),
  pythonFamily(['uuid'], uuid),
  pythonFamily(['decimal'], decimal),
  pythonFamily(['datetime'], datetime),
])();

/** The codecs of the standard library. */
export const standardCodecList = (): readonly Codec[] => standardFamilies.flatMap(({ codecs }) => codecs());

/** The codecs that `loads` and `dumps` know without being given any. */
export const standardCodecs: RegistryCache = /* @__PURE__ */ new RegistryCache(standardFamilies);

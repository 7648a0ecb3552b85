import type { FamilyMember } from '../../codec/family.ts';
import { enumerationCodec, enumMembers } from './enumeration.ts';

/** Python's `http.HTTPStatus`, with the names of 3.14: four differ from those before 3.13. */
function httpStatus(): Record<string, number> {
  return {
    ...{ CONTINUE: 100, SWITCHING_PROTOCOLS: 101, PROCESSING: 102, EARLY_HINTS: 103 },
    ...{
      OK: 200,
      CREATED: 201,
      ACCEPTED: 202,
      NON_AUTHORITATIVE_INFORMATION: 203,
      NO_CONTENT: 204,
      RESET_CONTENT: 205,
    },
    ...{ PARTIAL_CONTENT: 206, MULTI_STATUS: 207, ALREADY_REPORTED: 208, IM_USED: 226 },
    ...{ MULTIPLE_CHOICES: 300, MOVED_PERMANENTLY: 301, FOUND: 302, SEE_OTHER: 303, NOT_MODIFIED: 304, USE_PROXY: 305 },
    ...{ TEMPORARY_REDIRECT: 307, PERMANENT_REDIRECT: 308 },
    ...{ BAD_REQUEST: 400, UNAUTHORIZED: 401, PAYMENT_REQUIRED: 402, FORBIDDEN: 403, NOT_FOUND: 404 },
    ...{ METHOD_NOT_ALLOWED: 405, NOT_ACCEPTABLE: 406, PROXY_AUTHENTICATION_REQUIRED: 407, REQUEST_TIMEOUT: 408 },
    ...{ CONFLICT: 409, GONE: 410, LENGTH_REQUIRED: 411, PRECONDITION_FAILED: 412, CONTENT_TOO_LARGE: 413 },
    ...{ URI_TOO_LONG: 414, UNSUPPORTED_MEDIA_TYPE: 415, RANGE_NOT_SATISFIABLE: 416, EXPECTATION_FAILED: 417 },
    ...{ IM_A_TEAPOT: 418, MISDIRECTED_REQUEST: 421, UNPROCESSABLE_CONTENT: 422, LOCKED: 423, FAILED_DEPENDENCY: 424 },
    ...{ TOO_EARLY: 425, UPGRADE_REQUIRED: 426, PRECONDITION_REQUIRED: 428, TOO_MANY_REQUESTS: 429 },
    ...{ REQUEST_HEADER_FIELDS_TOO_LARGE: 431, UNAVAILABLE_FOR_LEGAL_REASONS: 451 },
    ...{ INTERNAL_SERVER_ERROR: 500, NOT_IMPLEMENTED: 501, BAD_GATEWAY: 502, SERVICE_UNAVAILABLE: 503 },
    ...{ GATEWAY_TIMEOUT: 504, HTTP_VERSION_NOT_SUPPORTED: 505, VARIANT_ALSO_NEGOTIATES: 506 },
    ...{ INSUFFICIENT_STORAGE: 507, LOOP_DETECTED: 508, NOT_EXTENDED: 510, NETWORK_AUTHENTICATION_REQUIRED: 511 },
  };
}

const HTTP_METHODS = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'];

/** Python's `re.RegexFlag`, as of 3.14. */
function regexFlags(): Record<string, number> {
  return {
    ...{ NOFLAG: 0, ASCII: 256, IGNORECASE: 2, LOCALE: 4, UNICODE: 32, MULTILINE: 8, DOTALL: 16, VERBOSE: 64 },
    DEBUG: 128,
  };
}

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const MONTHS = [
  ...['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE'],
  ...['JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'],
];

const SORT_KEYS = ['CALLS', 'CUMULATIVE', 'FILENAME', 'LINE', 'NAME', 'NFL', 'PCALLS', 'STDNAME', 'TIME'];

function tlsVersions(): Record<string, number> {
  return {
    ...{ MINIMUM_SUPPORTED: -2, SSLv3: 768, TLSv1: 769, TLSv1_1: 770, TLSv1_2: 771, TLSv1_3: 772 },
    MAXIMUM_SUPPORTED: -1,
  };
}

/** The modules of {@link enumerations}. */
export function enumModules(): readonly string[] {
  return 'enum uuid inspect http re calendar plistlib py_compile pstats ssl annotationlib'.split(' ');
}

/**
 * Enumerations of the standard library whose members have the same values wherever Python runs. Those of `signal`,
 * `socket`, `errno` and most of `ssl` do not: their pickles have numbers that depend on the system.
 */
export function enumerations(): readonly FamilyMember[] {
  return [
    enumMembers(),
    enumerationCodec('uuid.SafeUUID', () => ({ safe: 0, unsafe: -1, unknown: null })),
    enumerationCodec(
      'inspect._ParameterKind',
      numbered(['POSITIONAL_ONLY', 'POSITIONAL_OR_KEYWORD', 'VAR_POSITIONAL', 'KEYWORD_ONLY', 'VAR_KEYWORD'], 0),
      { base: 'int', text: 'name' },
    ),
    enumerationCodec('http.HTTPStatus', httpStatus, { base: 'int' }),
    enumerationCodec('http.HTTPMethod', named(HTTP_METHODS), { base: 'str', shown: 'name' }),
    enumerationCodec('re.RegexFlag', regexFlags, {
      base: 'int',
      flag: true,
      shown: 'global',
      text: 'repr',
    }),
    enumerationCodec('calendar.Day', numbered(DAYS, 0), { base: 'int', shown: 'global' }),
    enumerationCodec('calendar.Month', numbered(MONTHS, 1), { base: 'int', shown: 'global' }),
    enumerationCodec('plistlib.PlistFormat', numbered(['FMT_XML', 'FMT_BINARY'], 1)),
    enumerationCodec('py_compile.PycInvalidationMode', numbered(['TIMESTAMP', 'CHECKED_HASH', 'UNCHECKED_HASH'], 1)),
    enumerationCodec('pstats.SortKey', lowerCased(SORT_KEYS), { base: 'str' }),
    enumerationCodec('ssl.TLSVersion', tlsVersions, { base: 'int' }),
    enumerationCodec('enum.FlagBoundary', lowerCased(['STRICT', 'CONFORM', 'EJECT', 'KEEP']), { base: 'str' }),
    enumerationCodec(
      'annotationlib.Format',
      numbered(['VALUE', 'VALUE_WITH_FAKE_GLOBALS', 'FORWARDREF', 'STRING'], 1),
      {
        base: 'int',
      },
    ),
  ];
}

function numbered(names: readonly string[], first: number): () => Record<string, number> {
  return () => Object.fromEntries(names.map((name, at) => [name, first + at]));
}

function named(names: readonly string[]): () => Record<string, string> {
  return () => Object.fromEntries(names.map((name) => [name, name]));
}

function lowerCased(names: readonly string[]): () => Record<string, string> {
  return () => Object.fromEntries(names.map((name) => [name, name.toLowerCase()]));
}

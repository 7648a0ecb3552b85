/**
 * Who is measured in JavaScript. Each turns the value of a workload into its own form, writes that and reads it.
 *
 * @module
 */
import v8 from 'node:v8';
import { dumpInto, dumps, loads } from './brine.js';
import { plain } from './plain.js';
import { codecs, Point } from './recipes.js';

/**
 * @typedef {object} Competitor
 * @property {boolean} takes Whether it can hold the value.
 * @property {'pickle' | 'own'} input What it reads: the pickle of the workload, or what it wrote.
 * @property {(value: unknown) => unknown} form The value as this one takes it.
 * @property {((form: unknown) => unknown) | undefined} write
 * @property {((form: unknown, target: Uint8Array) => unknown) | undefined} writeInto Into memory that is there.
 * @property {(written: unknown) => unknown} read
 */

const OBJECTS = { dicts: 'object' };

const MAKERS = {
  brine: ({ protocol, name }) => ({
    takes: true,
    input: 'pickle',
    form: (value) => value,
    write: writerOf(protocol, name),
    writeInto: intoOf(protocol, name),
    read: readerOf(name),
  }),
  'brine-none': ({ protocol, name }) => ({
    takes: true,
    input: 'own',
    form: (value) => value,
    write: noneOf(protocol, name),
    read: readerOf(name),
  }),
  'brine-object': ({ holds }) => ({
    takes: holds === 'json',
    input: 'pickle',
    form: plain,
    write: undefined,
    read: (bytes) => loads(bytes, OBJECTS),
  }),
  JSON: ({ holds }) => own(holds === 'json', JSON.stringify, JSON.parse),
  v8: ({ holds }) => own(holds !== 'python', v8.serialize, v8.deserialize),
  msgpackr: (workload) => msgpackr(workload, { useRecords: false }),
  'msgpackr-records': (workload) => msgpackr(workload, { useRecords: true }),
  'cbor-x': async ({ holds }) => {
    const { Encoder } = await import('cbor-x');
    const encoder = new Encoder({ useRecords: false, mapsAsObjects: holds !== 'map' });
    return own(
      holds !== 'python',
      (value) => encoder.encode(value),
      (bytes) => encoder.decode(bytes),
    );
  },
  '@msgpack/msgpack': async ({ holds, name }) => {
    const { encode, decode } = await import('@msgpack/msgpack');
    const takes = holds === 'json' || name.includes('bytes');
    return own(
      takes,
      (value) => encode(value),
      (bytes) => decode(bytes),
    );
  },
  pickleparser: async ({ name, holds }) => {
    const { default: pickleparser } = await import('pickleparser');
    const nameResolver = new pickleparser.NameRegistry();
    nameResolver.register('bench_types', 'Point', Point);
    const options = {
      nameResolver,
      unpicklingTypeOfSet: 'Set',
      unpicklingTypeOfDictionary: holds === 'map' ? 'Map' : 'object',
    };
    return {
      // It reads negative ints of more than four bytes as others (0.2.1).
      takes: !name.startsWith('reduced') && !name.startsWith('ints'),
      input: 'pickle',
      form: plain,
      write: undefined,
      read: (bytes) => new pickleparser.Parser(options).parse(bytes),
    };
  },
};

/** Default options, but for the class of the instances. */
function readerOf(name) {
  const options = { codecs };
  return name.startsWith('instances') ? (bytes) => loads(bytes, options) : (bytes) => loads(bytes);
}

function writerOf(protocol, name) {
  if (name.startsWith('instances')) return (value) => dumps(value, { codecs, protocol });
  return protocol === 5 ? (value) => dumps(value) : (value) => dumps(value, { protocol });
}

/** With `memo: 'none'`, as a Python's `Pickler` writes with `fast`. */
function noneOf(protocol, name) {
  const options = name.startsWith('instances') ? { codecs, protocol, memo: 'none' } : { protocol, memo: 'none' };
  return (value) => dumps(value, options);
}

/** Builds from before `dumpInto` have none. */
function intoOf(protocol, name) {
  const options = name.startsWith('instances') ? { codecs, protocol } : { protocol };
  return dumpInto === undefined ? undefined : (value, target) => dumpInto(value, target, options);
}

async function msgpackr({ name, holds }, { useRecords }) {
  const { Packr } = await import('msgpackr');
  const packr = new Packr({ useRecords, mapsAsObjects: holds !== 'map', variableMapSize: name === 'str-dict' });
  return own(
    holds !== 'python',
    (value) => packr.pack(value),
    (bytes) => packr.unpack(bytes),
  );
}

function own(takes, write, read) {
  return { takes, input: 'own', form: plain, write, read };
}

/** All, in the order of the tables. */
export const JAVASCRIPT = Object.keys(MAKERS);

/** Whom the README compares with. */
export const FULL = ['brine', 'brine-none', 'JSON', 'v8', 'msgpackr', 'cbor-x', 'pickleparser'];

/** Who is there to write alone, and measured in one direction. */
export const isWriter = (name) => name === 'brine-none';

/** @returns {Promise<Competitor>} */
export async function competitorOf(name, workload) {
  return await MAKERS[name](workload);
}

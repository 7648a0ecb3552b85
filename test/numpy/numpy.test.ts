/**
 * Pickles of numpy 1.16 to 2.4, measured by conformance/numpy/measure_pickles.py: what is read is what numpy says of it,
 * and what is written is read again.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dumps, loads, type PickleBuffer } from 'brine';
import { NdArray, numpy } from 'brine/numpy';
import { describe, expect, test } from 'vitest';
import { base64, differs, fromBase64, type Row } from '../../conformance/numpy/summary.ts';

type Measured = Row & { readonly numpys: readonly string[] };

const rows = JSON.parse(
  gunzipSync(readFileSync(new URL('../fixtures/numpy-pickles.json.gz', import.meta.url))).toString(),
) as readonly Measured[];
const versions = ['1.16.6', '1.23.5', '1.26.4', '2.0.2', '2.2.6', '2.4.6'];

const read = (row: Row, codec = numpy): unknown =>
  loads(fromBase64(row.pickle), {
    codecs: [codec],
    encoding: 'latin1',
    ...(row.buffers === undefined ? {} : { buffers: row.buffers.map(fromBase64) }),
  });

test('there are rows of each numpy', () => {
  for (const version of versions) {
    expect(rows.filter(({ numpys }) => numpys.includes(version)).length, version).toBeGreaterThan(100);
  }
});

describe('each numpy', () => {
  test.for(versions)('%s is read as it is', (version) => {
    const wrong = rows
      .filter(({ numpys }) => numpys.includes(version))
      .map((row) => [row.name, row.protocol, differs(read(row), row.summary)])
      .filter(([, , problem]) => problem !== undefined);
    expect(wrong).toEqual([]);
  });

  test('1.16 in Python 2 is read with encoding: bytes too', () => {
    const own = rows.filter(
      ({ numpys, name }) => numpys.includes('1.16.6') && !/^(O|nested|struct 5|masked)/.test(name),
    );
    const wrong = own
      .map((row) => [
        row.name,
        differs(loads(fromBase64(row.pickle), { codecs: [numpy], encoding: 'bytes' }), row.summary),
      ])
      .filter(([, problem]) => problem !== undefined);
    expect(wrong).toEqual([]);
    expect(own.length).toBeGreaterThan(100);
  });

  test.for(versions)('%s, written in the form of all versions, is read as the same', (version) => {
    const wrong: unknown[] = [];
    for (const row of rows.filter(({ numpys }) => numpys.includes(version))) {
      const { protocol, summary } = row;
      const value = read(row);
      const buffers: PickleBuffer[] = [];
      const bufferCallback = (buffer: PickleBuffer) => void buffers.push(buffer);
      const pickle = dumps(value, { codecs: [numpy], protocol, ...(protocol < 5 ? {} : { bufferCallback }) });
      const again = loads(pickle, { codecs: [numpy], buffers: buffers.map(({ bytes }) => bytes) });
      // What _reconstruct makes is writable, and in one of two orders.
      const isKept = protocol === 5 || !(value instanceof NdArray) || value.isCContiguous || value.isFContiguous;
      const problem = differs(again, isKept ? withFlags(summary, again) : undefined);
      if (problem !== undefined) wrong.push([row.name, protocol, problem]);
    }
    expect(wrong).toEqual([]);
  });
});

function withFlags(summary: Row['summary'], value: unknown): Row['summary'] {
  if (!(value instanceof NdArray) || summary?.shape === undefined) return summary;
  return { ...summary, writable: value.isWritable };
}

/** Differences that conformance/numpy/gaps.json explains. */
const OTHER_BYTES = /^scalar <c32$|^>|^random/;

describe('numpy.like writes the bytes of that version', () => {
  test.for([
    ['1.26', '1.26.4'],
    ['2.4', '2.4.6'],
  ] as const)('%s', ([like, version]) => {
    const own = rows.filter(({ numpys, name }) => numpys.includes(version) && !OTHER_BYTES.test(name));
    const wrong: unknown[] = [];
    for (const row of own) {
      const codecs = [numpy.like(like)];
      const buffers: PickleBuffer[] = [];
      const pickle = dumps(read(row, codecs[0]), {
        codecs,
        protocol: row.protocol,
        python: '3.11',
        ...(row.buffers === undefined ? {} : { bufferCallback: (buffer: PickleBuffer) => void buffers.push(buffer) }),
      });
      const isSame = base64(pickle) === row.pickle || base64(pickle) === row.again;
      if (!isSame) wrong.push([row.name, row.protocol]);
      if (row.buffers !== undefined && row.pickle === base64(pickle)) {
        expect(buffers.map(({ bytes }) => base64(bytes))).toEqual(row.buffers);
      }
    }
    expect(wrong).toEqual([]);
    expect(own.length).toBeGreaterThan(300);
  });

  test('of another version it is refused', () => {
    expect(() => Reflect.apply(numpy.like, numpy, ['1.9'])).toThrow(RangeError);
  });
});

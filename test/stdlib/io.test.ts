import { expect, test } from 'vitest';
import { dumps, loads } from '../../src/index.ts';
import { BytesIO, StringIO } from '../../src/stdlib.ts';
import { bothDirections, pythonFinds } from './both-directions.ts';

const setup = `
import io
def at(file, position):
    file.seek(position)
    return file
def noted(file):
    file.note = 1
    return file
`;

test.each([
  ['io.BytesIO()', BytesIO],
  ['io.BytesIO(b"a\\xffb")', BytesIO],
  ['at(io.BytesIO(b"abc"), 7)', BytesIO],
  ['noted(io.BytesIO(b"abc"))', BytesIO],
  ['io.StringIO("h\\u00e9\\n")', StringIO],
  ['at(io.StringIO("abc"), 2)', StringIO],
  ['io.StringIO("a\\r\\nb", newline=None)', StringIO],
  ['io.StringIO("a\\r\\nb", newline="\\r\\n")', StringIO],
  ['noted(io.StringIO("a"))', StringIO],
])('%s', async (expression, type) => {
  await bothDirections(expression, (value) => expect(value).toBeInstanceOf(type), {
    setup,
    by: 'x.__getstate__()',
    protocols: [2, 4, 5],
  });
});

test('what JavaScript makes', async () => {
  await pythonFinds(new BytesIO(Uint8Array.of(97, 98), 1), 'x.read() == b"b"', [2, 3, 5]);
  await pythonFinds(new StringIO('ab', '\n', 1), 'x.read() == "b"', [2, 3, 5]);
});

test('protocols 0 and 1 cannot hold them, as in Python', () => {
  for (const file of [new BytesIO(), new StringIO()]) {
    expect(() => dumps([file], { protocol: 1 })).toThrow(
      expect.objectContaining({ code: 'needs-protocol', path: '$[0]' }),
    );
  }
});

test.each([
  ['BytesIO of text', 'c_io\nBytesIO\n)\x81(Va\nI0\nNtb.'],
  ['BytesIO before the start', 'c_io\nBytesIO\n)\x81(C\x00I-1\nNtb.'],
  ['BytesIO with a state of two', 'c_io\nBytesIO\n)\x81(C\x00I1\ntb.'],
  ['StringIO of bytes', 'c_io\nStringIO\n)\x81(C\x00NI0\nNtb.'],
  ['StringIO with another newline', 'c_io\nStringIO\n)\x81(Va\nVx\nI0\nNtb.'],
  ['StringIO with arguments', 'c_io\nStringIO\n(Va\nt\x81.'],
])('refused: %s', (_name, text) => {
  expect(() => loads(Buffer.from(text, 'latin1'))).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^bad-/) }),
  );
});

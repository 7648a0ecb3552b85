/** Out-of-band buffers (protocol 5), with a real CPython on the other side. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ByteArray, Dict, dumps, loads, PickleBuffer, StreamUnpickler } from '../../src/index.ts';
import { hex } from '../fixtures.ts';
import { localPythons, oracle } from '../oracle.ts';

test('a buffer stays out of the pickle when the callback says so, and comes back without a copy', () => {
  const data = new Float64Array([1, 2, 3]);
  const buffers: PickleBuffer[] = [];
  const pickle = dumps([new PickleBuffer(data)], { bufferCallback: (buffer) => void buffers.push(buffer) });
  expect(pickle.length).toBeLessThan(30);
  const [back] = loads<ByteArray[]>(pickle, { buffers: buffers.map(({ bytes }) => bytes) });
  expect(back).toBeInstanceOf(ByteArray);
  expect(back?.buffer).toBe(data.buffer);
});

test('a read-only buffer comes back as bytes', () => {
  const pickle = dumps(new PickleBuffer(Uint8Array.of(1, 2), { readonly: true }), { bufferCallback: () => false });
  expect(pickle).toEqual(hex('80 05 97 98 2e'));
  const back: unknown = loads(pickle, { buffers: [Uint8Array.of(1, 2)] });
  expect(back).toEqual(Uint8Array.of(1, 2));
  expect(back).not.toBeInstanceOf(ByteArray);
});

test('without a callback, or with one that says so, the bytes are in the pickle', async () => {
  const python = await oracle();
  const value = [new PickleBuffer(Uint8Array.of(1)), new PickleBuffer(Uint8Array.of(2), { readonly: true })];
  for (const options of [{}, { bufferCallback: () => true }]) {
    expect(python.repr(dumps(value, options))).toBe("[bytearray(b'\\x01'), b'\\x02']");
  }
});

test("what Python's buffer_callback keeps out, loads gets from options.buffers", async () => {
  const python = await oracle();
  python.run(`
import pickle, base64, json
kept = []
out_of_band = pickle.dumps([pickle.PickleBuffer(bytearray(b'spam')), pickle.PickleBuffer(b'eggs')], protocol=5, buffer_callback=kept.append)
`);
  const pickle = Buffer.from(String(python.evaluate('base64.b64encode(out_of_band).decode()')), 'base64');
  const buffers = [Buffer.from('spam'), Buffer.from('eggs')];
  expect(loads(pickle, { buffers })).toEqual([
    ByteArray.from(Buffer.from('spam')),
    new Uint8Array(Buffer.from('eggs')),
  ]);
  expect(() => loads(pickle)).toThrow(/no \*buffers\* argument was given/);
  expect(() => loads(pickle, { buffers: [] })).toThrow(/not enough out-of-band buffers/);
});

test('a buffer needs protocol 5', () => {
  expect(() => dumps(new PickleBuffer(Uint8Array.of(1)), { protocol: 4 })).toThrow(/protocol >= 5 \(at \$\)$/);
});

test('typed arrays go out and come back as the same memory, at any offset, also shared with a view', () => {
  const memory = new ArrayBuffer(64);
  const arrays = [new Float64Array(memory, 8, 2), new Int16Array(memory, 32, 5), new DataView(memory, 50, 3)];
  const buffers: Uint8Array[] = [];
  const value = arrays.map((array) => new PickleBuffer(array));
  const pickle = dumps(value, { bufferCallback: ({ bytes }) => void buffers.push(bytes) });
  expect(buffers.map(({ buffer, byteOffset, length }) => [buffer === memory, byteOffset, length])).toEqual([
    [true, 8, 16],
    [true, 32, 10],
    [true, 50, 3],
  ]);
  const back = loads<ByteArray[]>(pickle, { buffers });
  const first = back[0] ?? new ByteArray();
  new Float64Array(first.buffer, first.byteOffset, 2)[1] = 2.5;
  expect(arrays[0]).toEqual(new Float64Array([0, 2.5]));
});

describe.runIf(localPythons().length > 0)('with multiprocessing', () => {
  test.for(localPythons())(
    'connections of Python $version carry pickles and their buffers both ways',
    async ({ command }) => {
      const child = spawn(command, ['-c', PEER]);
      child.stderr.pipe(process.stderr);
      // Asked for now: it may end before anything else is over.
      const closed = once(child, 'close');
      const [port] = (await once(child.stdout, 'data')) as [Buffer];
      const socket = connect(Number(port.toString()), '127.0.0.1');
      const received = new StreamUnpickler(socket);
      // multiprocessing.connection puts the length in four bytes before each message.
      const send = (bytes: Uint8Array): void => {
        const header = Buffer.alloc(4);
        header.writeInt32BE(bytes.length);
        socket.write(header);
        socket.write(bytes);
      };
      const receive = async (): Promise<Uint8Array> => {
        const header = await received.readBytes(4);
        return await received.readBytes(Buffer.from(header).readInt32BE());
      };

      const samples = Float64Array.from({ length: 50_000 }, (_, i) => i / 3);
      const buffers: PickleBuffer[] = [];
      const value = {
        samples: new PickleBuffer(samples),
        label: new PickleBuffer(Buffer.from('raw'), { readonly: true }),
      };
      const pickle = dumps(value, { bufferCallback: (buffer) => void buffers.push(buffer) });
      expect(pickle.length).toBeLessThan(100);
      send(dumps({ buffers: buffers.length }));
      send(pickle);
      for (const { bytes } of buffers) send(bytes);

      const checks = loads(await receive());
      expect(checks).toEqual(
        new Dict<unknown, unknown>([
          ['samples', 50_000],
          ['last', 49_999 / 3],
          ['label', "b'raw'"],
          ['readonly', true],
        ]),
      );
      const answer = await receive();
      const parts = [await receive(), await receive()];
      const back = loads<Dict<string, unknown>>(answer, { buffers: parts });
      const doubled = back.get('doubled');
      if (!(doubled instanceof ByteArray)) throw new Error('a writable buffer is a ByteArray');
      expect(doubled.buffer).toBe(parts[0]?.buffer);
      expect(new Float64Array(doubled.buffer, doubled.byteOffset, 50_000).at(-1)).toBe((2 * 49_999) / 3);
      expect(back.get('label')).toEqual(new Uint8Array(Buffer.from('RAW')));
      expect(back.get('label')).not.toBeInstanceOf(ByteArray);
      await received.close();
      await closed;
    },
  );
});

/** A process as `multiprocessing` talks to it: `send` and `recv` are pickles, `send_bytes` and `recv_bytes` are not. */
const PEER = `
import array, pickle
from multiprocessing.connection import Listener

with Listener(('127.0.0.1', 0), 'AF_INET') as listener:
    print(listener.address[1], flush=True)
    with listener.accept() as connection:
        count = connection.recv()['buffers']
        data = connection.recv_bytes()
        buffers = [bytearray(connection.recv_bytes()) for _ in range(count)]
        value = pickle.loads(data, buffers=buffers)
        assert value['samples'] is buffers[0], 'a copy was made'
        samples = memoryview(value['samples']).cast('d')
        label = memoryview(value['label'])
        connection.send({'samples': len(samples), 'last': samples[-1], 'label': repr(bytes(label)), 'readonly': label.readonly})
        kept = []
        doubled = array.array('d', [2 * sample for sample in samples])
        answer = {'doubled': pickle.PickleBuffer(doubled), 'label': pickle.PickleBuffer(bytes(label).upper())}
        connection.send_bytes(pickle.dumps(answer, protocol=5, buffer_callback=kept.append))
        for buffer in kept:
            connection.send_bytes(buffer.raw())
`;

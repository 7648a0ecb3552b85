/** Files that PyTorch does not write: each is a value or a `PickleError`, within the memory that the limits allow. */
import { ByteArray, dumps, PickleError, Tuple } from 'brine';
import { bytesSource, httpSource, openZip, zip } from 'brine/containers';
import { loadTensors, loadTorch, openTorch, readSafetensors, type Tensor, tensorsIn } from 'brine/torch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, caseOf, MEASURED } from './cases.ts';
import { type Claim, claiming, file, text } from './claims.ts';

describe('a tensor that does not fit', () => {
  const rows: readonly (readonly [string, Claim, string])[] = [
    ['a storage that is longer than its member', { length: 5 }, 'has 16 bytes, and its tensors claim 20'],
    ['a storage of a negative length', { length: -1 }, 'a storage of -4 bytes'],
    ['a storage whose bytes are not exact', { length: 2n ** 60n }, 'integer'],
    ['a shape beyond the storage', { size: Tuple.of(5) }, 'needs elements 0 to 4'],
    ['an offset beyond the storage', { offset: 1 }, 'needs elements 1 to 4'],
    ['a negative offset', { offset: -1 }, 'needs elements -1'],
    ['strides beyond the storage', { stride: Tuple.of(2) }, 'needs elements 0 to 6'],
    ['negative strides below the storage', { stride: Tuple.of(-1) }, 'needs elements -3'],
    ['strides of another number of axes', { stride: Tuple.of(1, 1) }, '2 strides for 1 axes'],
    ['sizes whose product overflows', { size: Tuple.of(2 ** 40, 2 ** 40), stride: Tuple.of(0, 0) }, 'too large'],
    ['a negative size', { size: Tuple.of(-4) }, 'not a shape'],
    ['65 axes', { size: Tuple.from(new Array(65).fill(1)), stride: Tuple.from(new Array(65).fill(1)) }, '65 axes'],
    ['a size that is a float', { size: Tuple.of(1.5) }, 'float'],
    ['a key that is not a str', { key: 0 }, 'which are strs'],
    ['a class that is no storage', { cls: 'os.system' }, 'names a class that is not a storage of PyTorch'],
  ];
  test.for(rows)('%s', async ([, claim, message]) => {
    const opening = openTorch(await file(claiming(claim)));
    await expect(opening).rejects.toBeInstanceOf(PickleError);
    await expect(opening).rejects.toThrow(message);
  });

  test('a storage without a member opens, and says so when it is read', async () => {
    const tensor = await loadTorch<Tensor>(await file(claiming({ key: '7' })));
    await expect(tensor.array()).rejects.toThrow('no member "data/7"');
    await expect(loadTensors([tensor])).rejects.toBeInstanceOf(PickleError);
  });

  test('a persistent id that is none of a storage', async () => {
    const other = new ByteArray();
    const pickle = dumps(other, { protocol: 2, persistentId: (value) => (value === other ? 'spam' : undefined) });
    await expect(openTorch(await file(pickle))).rejects.toMatchObject({ code: 'bad-tensor' });
  });

  test('an expanded tensor of 2⁴⁰ elements is a view, and is not copied', async () => {
    const tensor = await loadTorch<Tensor>(await file(claiming({ size: Tuple.of(2 ** 40), stride: Tuple.of(0) })));
    const array = await tensor.array();
    expect([array.size, array.data.length]).toEqual([2 ** 40, 1]);
    await expect(tensor.bytes()).rejects.toMatchObject({ code: 'limit' });
  });

  test('elements that overlap are a view, as they are in PyTorch', async () => {
    const claim = { size: Tuple.of(3, 2), stride: Tuple.of(1, 1) };
    const tensor = await loadTorch<Tensor>(await file(claiming(claim)));
    expect((await tensor.bytes()).length).toBe(24);
  });
});

describe('an archive that programs read differently', () => {
  const pickle = claiming({});
  const other = claiming({ size: Tuple.of(2) });

  test('with the same data.pkl twice is read', async () => {
    const twice = await file(pickle, { name: 'a/DATA.PKL', data: pickle });
    expect(await loadTorch<Tensor>(twice)).toMatchObject({ shape: [4] });
    expect(await loadTorch<Tensor>(await file(pickle, { name: 'a/data.pkl', data: pickle }))).toMatchObject({
      shape: [4],
    });
  });

  test.for(['a/data.pkl', 'a/DATA.pkl', 'A/data.pkl'])('with another %s too is refused', async (name) => {
    const opening = openTorch(await file(pickle, { name, data: other }));
    await expect(opening).rejects.toMatchObject({ code: 'bad-archive' });
    await expect(opening).rejects.toThrow('PyTorch reads the first and Python the last');
  });

  test('with a data.pkl in two folders is refused', async () => {
    await expect(openTorch(await file(pickle, { name: 'b/data.pkl', data: pickle }))).rejects.toThrow('two folders');
  });

  test('with a storage twice is refused', async () => {
    const opening = openTorch(await file(pickle, { name: 'a/data/0', data: new Uint8Array(16) }));
    await expect(opening).rejects.toThrow('several members are called "a/data/0"');
  });

  test('without data.pkl is none of PyTorch', async () => {
    await expect(openTorch(await zip([text('a/version', '3')]))).rejects.toMatchObject({ code: 'bad-checkpoint' });
  });

  test('of another byte order is refused', async () => {
    await expect(openTorch(await file(pickle, text('a/byteorder', 'middle')))).rejects.toThrow('neither');
  });
});

describe('compressed archives', () => {
  test('are read, each storage when it is asked for', async () => {
    const members = [
      { name: 'a/data.pkl', data: claiming({}), method: 'deflate' as const },
      { name: 'a/data/0', data: new Uint8Array(new Float32Array([1, 2, 3, 4]).buffer), method: 'deflate' as const },
    ];
    const tensor = await loadTorch<Tensor>(await zip(members));
    expect((await tensor.array()).toNested()).toEqual([1, 2, 3, 4]);
    await loadTensors([tensor]);
    expect(tensor.storage.isLoaded).toBe(true);
  });

  test('that unpack to more than the limits allow are refused', async () => {
    const members = [
      { name: 'a/data.pkl', data: claiming({ length: 2 ** 23, size: Tuple.of(2 ** 23) }) },
      { name: 'a/data/0', data: new Uint8Array(2 ** 25), method: 'deflate' as const },
    ];
    const bomb = await zip(members);
    expect(bomb.length).toBeLessThan(2 ** 17);
    const tensor = await loadTorch<Tensor>(bomb);
    await expect(tensor.array()).rejects.toMatchObject({ code: 'limit' });
    const tight = await loadTorch<Tensor>(bomb, { limits: { unpacked: 1000 } });
    await expect(tight.array()).rejects.toMatchObject({ code: 'limit' });
    const wide = await loadTorch<Tensor>(bomb, { limits: { ratio: 2000 } });
    expect((await wide.array()).size).toBe(2 ** 23);
  });
});

test('a server that ignores ranges is refused with what to do', async () => {
  const fetch = async (): Promise<Response> => new Response(new Uint8Array(100));
  await expect(httpSource('https://example.org/model.pt', { fetch })).rejects.toThrow(
    'does not support ranges. Fetch the whole file',
  );
});

describe('every prefix of a file is refused', () => {
  const files = [
    ['zip', caseOf('views of one storage')],
    ['legacy', bytesOf(MEASURED.cases.find(({ name }) => name === 'views of one storage')?.legacy ?? '')],
    ['pickle', bytesOf(MEASURED.cases.find(({ name }) => name === 'dtype float32')?.pickle ?? '')],
    ['tar', bytesOf(MEASURED.tar.file).subarray(0, 3793)],
  ] as const;
  test.for(files)('%s', async ([, bytes]) => {
    for (let length = 0; length < bytes.length; length += 7) {
      await expect(openTorch(bytes.subarray(0, length), { loadAll: true })).rejects.toBeInstanceOf(PickleError);
    }
  });
});

describe('any change of a file gives a value or a PickleError', () => {
  const named = (name: string): (typeof MEASURED.cases)[number] | undefined =>
    MEASURED.cases.find((one) => one.name === name);
  const files = [
    ...[
      'views of one storage',
      'sparse csr',
      'quantised by channel',
      'nested',
      'jagged, with lengths',
      'a parameter with an attribute',
    ].flatMap((name): (readonly [string, Uint8Array])[] => [
      [`${name}, zip`, bytesOf(named(name)?.zip ?? '')],
      [`${name}, legacy`, bytesOf(named(name)?.legacy ?? '')],
      [`${name}, pickle`, bytesOf(named(name)?.pickle ?? '')],
    ]),
    ['tar', bytesOf(MEASURED.tar.file).subarray(0, 4608)] as const,
  ].filter(([, bytes]) => bytes.length > 0);

  test.for(files)('%s', async ([, bytes]) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        async (changes) => {
          const changed = bytes.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          try {
            const { value } = await openTorch(changed, { limits: { memory: 2 ** 26 } });
            for (const { tensor } of tensorsIn(value)) if ('bytes' in tensor) await tensor.bytes();
          } catch (error) {
            if (!(error instanceof PickleError)) throw error;
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  test.for(files.filter(([name]) => name.endsWith('zip')))('%s, the pickle in it', async ([, bytes]) => {
    const { entries } = await openZip(bytesSource(bytes));
    const members = await Promise.all(entries.map(async (one) => ({ name: one.name, data: await one.bytes() })));
    const [first, ...rest] = members;
    const pickle = first?.data ?? new Uint8Array();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(pickle.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        async (changes) => {
          const changed = pickle.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          try {
            const { value } = await openTorch(await zip([{ name: 'archive/data.pkl', data: changed }, ...rest]));
            for (const { tensor } of tensorsIn(value)) if ('bytes' in tensor) await tensor.bytes();
          } catch (error) {
            if (!(error instanceof PickleError)) throw error;
          }
        },
      ),
      { numRuns: 250 },
    );
  });
});

test('safetensors bytes are no file of PyTorch, and the error says what reads them', async () => {
  await expect(openTorch(bytesOf(MEASURED.safetensors.all))).rejects.toThrow('readSafetensors');
  const index = new TextEncoder().encode('{"metadata": {}, "weight_map": {}}');
  await expect(openTorch(index)).rejects.toThrow('openTorchShards');
  await expect(readSafetensors(caseOf('a state dict'))).rejects.toMatchObject({ code: 'bad-safetensors' });
});

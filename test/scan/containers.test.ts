import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesSource, zip } from '../../src/containers.ts';
import { dumps } from '../../src/index.ts';
import { assemble } from '../../src/opcodes/assemble.ts';
import type { ScanReport } from '../../src/scan/report.ts';
import { scan } from '../../src/scan/scan.ts';
import { fixture } from '../fixtures.ts';

const EVIL = Buffer.from(assemble("GLOBAL 'os system'\nSTRING 'ls'\nTUPLE1\nREDUCE\nSTOP"));
const GOOD = Buffer.from(dumps({ a: [1, 'b'] }));

/** The longest path to `os.system` in a report: bytes that are stored are found from outside, too. */
const pathOf = ({ findings }: ScanReport): string | undefined =>
  findings
    .filter(({ global }) => global === 'os.system')
    .map(({ path }) => path.join(' > '))
    .sort((a, b) => b.length - a.length)[0];
const rulesOf = ({ findings }: ScanReport): string[] => findings.map(({ severity, rule }) => `${severity} ${rule}`);

/** A member of a hand-made zip archive: its name and its header may lie. */
interface Made {
  readonly name: string;
  readonly data: Buffer;
  readonly ownName?: string;
  readonly flags?: number;
  readonly isDeflated?: boolean;
  readonly isHidden?: boolean;
}

function zipOf(members: readonly Made[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, ownName = name, flags = 0, isDeflated = false, isHidden = false } of members) {
    const packed = isDeflated ? deflateRawSync(data) : data;
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(flags, 6);
    header.writeUInt16LE(isDeflated ? 8 : 0, 8);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(data.length, 22);
    header.writeUInt16LE(ownName.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(flags, 8);
    record.writeUInt16LE(isDeflated ? 8 : 0, 10);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt32LE(data.length, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(at, 42);
    if (!isHidden) directory.push(record, Buffer.from(name));
    parts.push(header, Buffer.from(ownName), packed);
    at += 30 + ownName.length + packed.length;
  }
  const end = Buffer.alloc(22);
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

function tarOf(members: readonly (readonly [name: string, data: Buffer])[]): Buffer {
  const parts = members.flatMap(([name, data]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        0', 148);
    header.write('ustar\u000000', 257);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

function npyOf(descr: string, shape: string, data: Buffer): Buffer {
  const text = `${`{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117)}\n`;
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\0', 'latin1'),
    Buffer.from([text.length, 0]),
    Buffer.from(text),
    data,
  ]);
}

describe('what is in something else is scanned', () => {
  const packed = fixture<Record<string, string>>('scan-packed.json');

  test.for(['gzip', 'zlib', 'bz2', 'xz', 'lzma', 'lz4', 'zstd'])('%s', async (format) => {
    const report = await scan(Buffer.from(packed[format] ?? '', 'base64'));
    expect(report).toMatchObject({ verdict: 'dangerous', incomplete: false });
    expect(pathOf(report)).toBe(format);
    expect(report.members.map(({ format }) => format)).toEqual([format, 'pickle']);
  });

  test.for<[string, Buffer, string]>([
    ['zip', zipOf([{ name: 'a/b.pkl', data: EVIL }]), 'a/b.pkl'],
    ['zip, deflated', zipOf([{ name: 'b.pkl', data: EVIL, isDeflated: true }]), 'b.pkl'],
    [
      'tar',
      tarOf([
        ['a.txt', Buffer.from('spam')],
        ['b.pkl', EVIL],
      ]),
      'b.pkl',
    ],
    ['tar.gz in a zip', zipOf([{ name: 'm.tgz', data: gzipSync(tarOf([['b.pkl', EVIL]])) }]), 'm.tgz > gzip > b.pkl'],
    ['npy', npyOf('|O', '(1,)', EVIL), 'objects'],
    ['npz', zipOf([{ name: 'x.npy', data: npyOf('|O', '(1,)', EVIL) }]), 'x.npy > objects'],
    ['joblib of 2014', Buffer.concat([Buffer.from('ZF0x10'.padEnd(21)), deflateSync(EVIL)]), 'zlib'],
    ["Ren'Py script", rpycOf(EVIL), 'slot 1'],
    ["Ren'Py archive", rpaOf(EVIL), 'save/a'],
  ])('%s', async ([, bytes, path]) => {
    const report = await scan(bytes);
    expect(report).toMatchObject({ verdict: 'dangerous', incomplete: false });
    expect(pathOf(report)).toBe(path);
  });

  test('the same without harm is safe', async () => {
    for (const bytes of [
      zipOf([
        { name: 'a/b.pkl', data: GOOD },
        { name: 'README', data: Buffer.from('text') },
      ]),
      tarOf([['b.pkl', GOOD]]),
      gzipSync(GOOD),
      npyOf('<f8', '(2,)', Buffer.alloc(16)),
      npyOf('|O', '(1,)', GOOD),
      rpycOf(GOOD),
      rpaOf(GOOD),
      await zip([
        { name: 'x/data.pkl', data: GOOD },
        { name: 'x/data/0', data: Buffer.from([0x80, 0xff, 3]) },
      ]),
    ]) {
      expect(await scan(bytes)).toMatchObject({ verdict: 'safe', incomplete: false, findings: [] });
    }
  });

  test('values of a shelf of Python 3.13', async () => {
    const { shelf } = fixture<Record<string, string>>('scan-packed.json');
    const report = await scan(Buffer.from(shelf ?? '', 'base64'));
    expect(pathOf(report)).toMatch(/^row \d+ value 1$/);
    expect(report.incomplete).toBe(false);
  });
});

function rpycOf(pickle: Buffer): Buffer {
  const data = deflateSync(pickle);
  const slots = Buffer.alloc(24);
  slots.writeUInt32LE(1, 0);
  slots.writeUInt32LE(34, 4);
  slots.writeUInt32LE(data.length, 8);
  return Buffer.concat([Buffer.from('RENPY RPC2'), slots, data]);
}

function rpaOf(pickle: Buffer): Buffer {
  const key = 0xdeadbeef;
  const start = 40;
  const index = dumps(new Map([['save/a', [[(start ^ key) >>> 0, (pickle.length ^ key) >>> 0, '']]]]), { protocol: 2 });
  const place = (start + pickle.length).toString(16).padStart(16, '0');
  const head = Buffer.from(`RPA-3.0 ${place} ${key.toString(16)}\n`.padEnd(start));
  return Buffer.concat([head, pickle, deflateSync(index)]);
}

describe('zip archives that lie', () => {
  test.for<[string, readonly Made[], string]>([
    [
      'two members of one name',
      [
        { name: 'data.pkl', data: GOOD },
        { name: 'data.pkl', data: EVIL },
      ],
      'data.pkl',
    ],
    [
      'two names that differ in case',
      [
        { name: 'x/data.pkl', data: GOOD },
        { name: 'x/DATA.PKL', data: EVIL },
      ],
      'x/DATA.PKL',
    ],
    [
      'a member that the directory does not have',
      [
        { name: 'a', data: GOOD },
        { name: 'b', data: EVIL, isHidden: true },
      ],
      'b',
    ],
    ['another name in its own header', [{ name: 'a.txt', ownName: 'b.pkl', data: EVIL }], 'a.txt'],
    ['a name that leads out', [{ name: '../a.pkl', data: EVIL }], '../a.pkl'],
  ])('%s', async ([, members, path]) => {
    const report = await scan(zipOf(members));
    expect(pathOf(report)).toBe(path);
    expect(rulesOf(report)).toContain('suspicious archive-anomaly');
  });

  test('a pickle before it, and a pickle that is both', async () => {
    const archive = zipOf([{ name: 'a.pkl', data: EVIL }]);
    const report = await scan(Buffer.concat([GOOD, archive]));
    expect(pathOf(report)).toBe('a.pkl');
    expect(rulesOf(report)).toContain('suspicious archive-anomaly');
    const other = await scan(Buffer.concat([EVIL, zipOf([{ name: 'a.pkl', data: GOOD }])]));
    expect(pathOf(other)).toBe('');
  });

  test('a tar archive whose first name is a pickle', async () => {
    const report = await scan(tarOf([[EVIL.toString('latin1'), GOOD]]));
    expect(pathOf(report)).toBe('');
  });

  test('one that is cut is read as far as it goes, and is incomplete', async () => {
    const whole = zipOf([
      { name: 'a.pkl', data: EVIL },
      { name: 'b.pkl', data: GOOD },
    ]);
    const report = await scan(whole.subarray(0, whole.length - 30));
    expect(pathOf(report)).toBe('a.pkl');
    expect(report.incomplete).toBe(true);
  });
});

describe('models', () => {
  const script = zipOf([
    { name: 'm/data.pkl', data: GOOD },
    { name: 'm/code/__torch__.py', data: Buffer.from('class A(Module):\n') },
    { name: 'm/constants.pkl', data: GOOD },
  ]);

  test('a TorchScript program is as the policy says', async () => {
    expect(rulesOf(await scan(script))).toEqual(['unknown program']);
    expect(rulesOf(await scan(script, { policy: 'weights' }))).toEqual(['dangerous program']);
  });

  test('HDF5 is unknown, and dangerous with a layer that has code', async () => {
    const h5 = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');
    expect(await scan(h5)).toMatchObject({ verdict: 'unknown', incomplete: false });
    const lambda = Buffer.concat([h5, Buffer.from('{"class_name": "Lambda"}')]);
    expect(rulesOf(await scan(lambda))).toContain('dangerous program');
    const keras = zipOf([{ name: 'config.json', data: Buffer.from('{"class_name": "Lambda"}') }]);
    expect(rulesOf(await scan(keras))).toContain('dangerous program');
  });

  const tensors = (header: unknown, data: Buffer): Buffer => {
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeUInt32LE(text.length, 0);
    return Buffer.concat([length, text, data]);
  };

  test('safetensors are safe if their form is right', async () => {
    const a = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
    expect(await scan(tensors({ a }, Buffer.alloc(4)))).toMatchObject({ verdict: 'safe', incomplete: false });
    for (const [header, bytes] of [
      [{ a }, 8],
      [{ a, b: { ...a, data_offsets: [2, 6] } }, 6],
      [{ a: { ...a, data_offsets: [0] } }, 4],
    ] as const) {
      expect(await scan(tensors(header, Buffer.alloc(bytes)))).toMatchObject({ incomplete: true });
    }
  });

  test('GGUF is safe if its form is right', async () => {
    const head = (keys: number, rest: Buffer): Buffer => {
      const bytes = Buffer.alloc(24);
      bytes.write('GGUF', 0);
      bytes.writeUInt32LE(3, 4);
      bytes.writeUInt32LE(keys, 16);
      return Buffer.concat([bytes, rest]);
    };
    const text = (value: string): Buffer =>
      Buffer.concat([Buffer.from([value.length, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(value)]);
    const key = Buffer.concat([text('name'), Buffer.from([8, 0, 0, 0]), text('spam')]);
    expect(await scan(head(1, key))).toMatchObject({ verdict: 'safe', incomplete: false });
    expect(await scan(head(9, key))).toMatchObject({ incomplete: true });
    expect(await scan(head(1, Buffer.concat([text('name'), Buffer.from([99, 0, 0, 0])])))).toMatchObject({
      incomplete: true,
    });
  });
});

describe('what cannot be opened is never clean', () => {
  test.for<[string, Buffer]>([
    ['7z', Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1')],
    ['a RAR archive', Buffer.from('Rar!\x1a\x07\x01\0', 'latin1')],
    ['gdbm', Buffer.from('\xce\x9a\x57\x13\0\0', 'latin1')],
    ['a Git LFS pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n')],
    ['an encrypted member', zipOf([{ name: 'a.pkl', data: GOOD, flags: 1 }])],
    ['gzip that is cut', gzipSync(Buffer.concat([GOOD, Buffer.alloc(100_000, 0x4e)])).subarray(0, 60)],
    ['gzip that is broken', Buffer.concat([gzipSync(GOOD).subarray(0, -4), Buffer.from('spam')])],
    ['tar that is cut', tarOf([['a', Buffer.alloc(1000, 0x4e)]]).subarray(0, 700)],
    ['npy that is cut', npyOf('<f8', '(20,)', Buffer.alloc(16))],
    ['npy with a broken header', Buffer.from('\x93NUMPY\x01\0\x05\0{"a":', 'latin1')],
    ['bytes that nobody knows', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])],
  ])('%s', async ([, bytes]) => {
    expect((await scan(bytes)).incomplete).toBe(true);
  });

  test('a bomb ends within limits', async () => {
    const zeros = gzipSync(Buffer.alloc(200e6));
    const report = await scan(zeros);
    expect(report.incomplete).toBe(true);
    expect(rulesOf(report)).toContain('incomplete limit');
    const small = await scan(gzipSync(Buffer.alloc(1e6, 0x4e)), { limits: { bytes: 1e5 } });
    expect(small.incomplete).toBe(true);
  });

  test('a quine, deep nesting and many members end within limits', async () => {
    let bytes: Uint8Array = EVIL;
    for (let depth = 0; depth < 12; depth++) bytes = gzipSync(bytes);
    expect(await scan(bytes)).toMatchObject({ incomplete: true });
    expect(await scan(bytes, { limits: { depth: 12 } })).toMatchObject({ verdict: 'dangerous', incomplete: false });
    const many = zipOf(Array.from({ length: 50 }, (_, i) => ({ name: `${i}.pkl`, data: GOOD })));
    expect(await scan(many, { limits: { members: 10 } })).toMatchObject({ incomplete: true });
    expect(await scan(many)).toMatchObject({ verdict: 'safe', incomplete: false });
  });
});

test('a large checkpoint is read by range, without its storages', async () => {
  const size = 10 * 2 ** 30;
  let read = 0;
  const big = bigZip(size);
  const source = {
    size: big.size,
    read: async (from: number, to: number): Promise<Uint8Array> => {
      read += to - from;
      return big.read(from, to);
    },
  };
  const report = await scan(source);
  expect(report).toMatchObject({ verdict: 'safe', incomplete: false, sha256: undefined });
  expect(report.members.map(({ format }) => format)).toEqual(['zip', 'torch storage', 'pickle']);
  expect(read).toBeLessThan(1_000_000);
});

/** A zip archive of `x/data.pkl` and of `x/data/0`, which has zeros and is not in memory. */
function bigZip(size: number): { size: number; read(from: number, to: number): Uint8Array } {
  const name = 'x/data/0';
  const local = (name: string, length: number): Buffer => {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt32LE(Math.min(length, 0xffffffff), 18);
    header.writeUInt32LE(Math.min(length, 0xffffffff), 22);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name)]);
  };
  const first = Buffer.concat([local('x/data.pkl', GOOD.length), GOOD, local(name, size)]);
  const record = (name: string, length: number, offset: number): Buffer => {
    const wide = length > 0xffffffff;
    const bytes = Buffer.alloc(46 + name.length + (wide ? 20 : 0));
    bytes.writeUInt32LE(0x02014b50, 0);
    bytes.writeUInt32LE(wide ? 0xffffffff : length, 20);
    bytes.writeUInt32LE(wide ? 0xffffffff : length, 24);
    bytes.writeUInt16LE(name.length, 28);
    bytes.writeUInt16LE(wide ? 20 : 0, 30);
    bytes.writeUInt32LE(offset, 42);
    bytes.write(name, 46);
    if (wide) {
      bytes.writeUInt16LE(1, 46 + name.length);
      bytes.writeUInt16LE(16, 48 + name.length);
      bytes.writeBigUInt64LE(BigInt(length), 50 + name.length);
      bytes.writeBigUInt64LE(BigInt(length), 58 + name.length);
    }
    return bytes;
  };
  const directory = Buffer.concat([record('x/data.pkl', GOOD.length, 0), record(name, size, 30 + 10 + GOOD.length)]);
  const directoryStart = first.length + size;
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeBigUInt64LE(2n, 24);
  end64.writeBigUInt64LE(2n, 32);
  end64.writeBigUInt64LE(BigInt(directory.length), 40);
  end64.writeBigUInt64LE(BigInt(directoryStart), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directoryStart + directory.length), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(2, 8);
  end.writeUInt16LE(2, 10);
  end.writeUInt32LE(0xffffffff, 12);
  end.writeUInt32LE(0xffffffff, 16);
  const last = Buffer.concat([directory, end64, locator, end]);
  return {
    size: directoryStart + last.length,
    read(from, to) {
      const bytes = Buffer.alloc(to - from);
      for (const [part, at] of [
        [first, 0],
        [last, directoryStart],
      ] as const) {
        for (let i = Math.max(from, at); i < Math.min(to, at + part.length); i++) bytes[i - from] = part[i - at] ?? 0;
      }
      return bytes;
    },
  };
}

test('a source stays open, and its errors come through', async () => {
  const source = bytesSource(GOOD);
  expect((await scan(source)).verdict).toBe('safe');
  const failing = { size: 10, read: () => Promise.reject(new Error('no network')) };
  await expect(scan(failing)).rejects.toThrow('no network');
  await expect(scan(GOOD, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

test('an archive of more members than a call takes arguments is scanned', { timeout: 60_000 }, async () => {
  const count = 130_000;
  const headers = Array.from({ length: count }, (_, i) => {
    const name = `${i}/`;
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name)]);
  });
  const last = zipOf([{ name: 'a.pkl', data: EVIL }]);
  const report = await scan(Buffer.concat([...headers, last.subarray(0, last.length - 22)]));
  expect(report.findings.map(({ global }) => global)).toContain('os.system');
});

test('of a pickle of more than 2 GiB the beginning is looked at, and the report is incomplete', async () => {
  const size = 3 * 2 ** 30;
  const source = {
    size,
    read: async (from: number, to: number): Promise<Uint8Array> => {
      const bytes = Buffer.alloc(to - from);
      for (let i = from; i < EVIL.length; i++) bytes[i - from] = EVIL[i] ?? 0;
      return bytes;
    },
  };
  expect(await scan(source)).toMatchObject({ verdict: 'dangerous', incomplete: true, sha256: undefined });
});

/** The command and files of PyTorch and safetensors: on disk, and on a server, which are read in ranges. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Float } from 'brine';
import { bytesSource, openZip, zip } from 'brine/containers';
import { NdArray } from 'brine/numpy';
import { Parameter, readSafetensors, SparseTensor, saveTorch, Tensor, torchDType, writeSafetensors } from 'brine/torch';
import { describe, expect, test } from 'vitest';
import { bytesOf, caseOf, MEASURED } from '../torch/cases.ts';
import { Built } from './built.ts';

const built = new Built();
built.write('net.pt', caseOf('a checkpoint with Adam'));
built.write('views.pt', caseOf('views of one storage'));
built.write('all.safetensors', bytesOf(MEASURED.safetensors.all));
built.write('old.pth', bytesOf(MEASURED.cases.find(({ name }) => name === 'a state dict')?.legacy ?? ''));
built.write('state.pt', caseOf('a state dict'));
built.write('script.pt', bytesOf(MEASURED.script.zip));
built.write('tar.pth', bytesOf(MEASURED.tar.file));
built.write('cut.pt', caseOf('a state dict').subarray(0, 2000));

describe('show', () => {
  test('prints the tensors as a table, and what else is in the file', () => {
    const { out, status } = built.run(['net.pt']);
    expect(status).toBe(0);
    expect(out).toMatch(/^file {8}\d.* kB, PyTorch, a zip archive\n/);
    expect(out).toContain('written by  PyTorch 2.1 or newer (probably)');
    expect(out).toMatch(/^model\.weight +float32 {2}\(2, 3\) +24 B$/m);
    expect(out).toMatch(/^optimizer\.state\.0\.exp_avg_sq +float32 +\(2, 3\) +24 B$/m);
  });

  test.for(['{"a"', '{ "a"', '{\n\t"a"'])(
    'recognises a file of safetensors whose header begins with %j',
    ([...start]) => {
      const header = Buffer.from(`${start.join('')}:{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}`);
      const length = Buffer.alloc(8);
      length.writeUInt32LE(header.length);
      built.write('blank.safetensors', Buffer.concat([length, header, Buffer.of(7)]));
      const { out, status } = built.run(['blank.safetensors']);
      expect(status).toBe(0);
      expect(out).toMatch(/^a +uint8 {2}\(1,\) +1 B$/m);
    },
  );

  test('does not take what saveTorch wrote for a file of PyTorch', async () => {
    built.write('own.pt', await saveTorch({ weight: Tensor.from([1]) }));
    expect(built.run(['own.pt']).out).toContain('written by  Brine or another program, not PyTorch (probably)');
  });

  test('says which tensors share memory, and counts it once', () => {
    const { out } = built.run(['show', 'views.pt']);
    expect(out).toContain('6 in 1 storage, 96 B');
    expect(out).toMatch(/^1 +float32 {2}\(2, 3\) +24 B {2}shares 0$/m);
  });

  test.for([
    ['old.pth', 'PyTorch, in the format of before 1.6', 'embedding.weight'],
    ['script.pt', 'PyTorch, a TorchScript archive', 'also in it'],
    ['tar.pth', 'PyTorch, a tar archive of 0.1', 'PyTorch 0.1 (probably)'],
    ['all.safetensors', 'safetensors', 'metadata'],
  ] as const)('knows %s', ([file, kind, part]) => {
    const { out, status } = built.run(['show', file]);
    expect(status).toBe(0);
    expect(out).toContain(kind);
    expect(out).toContain(part);
  });

  test('says what is wrong with a file that is cut', () => {
    const { err, status } = built.run(['show', 'cut.pt']);
    expect(status).toBe(2);
    expect(err).toContain('cut.pt: the zip archive is cut or broken');
  });
});

test('tree has the parts of the names', () => {
  const { out } = built.run(['tree', '--depth', '1', 'state.pt']);
  expect(out).toMatch(/100% {2}\$ {2}\d parts/);
  expect(out).toMatch(/ {2}embedding {2}1 parts/);
  const { out: largest } = built.run(['tree', '--largest', '--items', '1', 'state.pt']);
  expect(largest).toContain('... 4 more');
});

test('json --tagged and --path are of the pickle, not of the tensors', () => {
  expect(built.run(['json', '--tagged', 'old.pth']).out).toMatch(/^\{"\$pickle":1,/);
  const { err, status } = built.run(['json', '--path', 'a', 'state.pt']);
  expect([status, err]).toEqual([2, expect.stringContaining('not a pickle but a PyTorch checkpoint')]);
});

test('json has what the tensors are, and their elements if asked for', () => {
  const { tensors } = JSON.parse(built.run(['json', 'state.pt']).out);
  expect(tensors.find(({ name }: { name: string }) => name === 'scale')).toEqual({
    name: 'scale',
    dtype: 'float32',
    shape: [],
    nbytes: 4,
  });
  const lists = JSON.parse(built.run(['json', '--arrays', 'list', 'views.pt']).out);
  expect(lists.tensors[3].data).toBe(15);
  const base64 = JSON.parse(built.run(['json', '--arrays', 'base64', 'views.pt']).out);
  expect(Buffer.from(base64.tensors[3].data, 'base64').readFloatLE()).toBe(15);
});

describe('diff', () => {
  test('compares tensors by name, whatever file they are in', async () => {
    const weights = (last: number) => ({ a: Tensor.from(new Float32Array([1, 2, last])), b: Tensor.from([1]) });
    built.write('x.pt', await saveTorch(weights(3)));
    built.write('y.pt', await saveTorch({ ...weights(3.001), c: Tensor.from([1]) }));
    built.run(['convert', '--to', 'safetensors', '-o', 'x.safetensors', 'x.pt']);
    expect(built.run(['diff', 'x.pt', 'x.safetensors'])).toMatchObject({ status: 0, out: '' });
    const { out, status } = built.run(['diff', 'x.pt', 'y.pt']);
    expect(status).toBe(1);
    expect(out).toMatch(/^~ a: .*3\.0.*-> 3\.001/);
    expect(out).toContain('+ c: tensor');
    expect(built.run(['diff', '--tolerance', '0.01', 'x.pt', 'y.pt']).out).not.toContain('~ a');
    expect(built.run(['diff', '-q', 'x.pt', 'y.pt'])).toMatchObject({ status: 1, out: '' });
  });

  const checkpoint = async (rest: object, weight: Tensor = Tensor.from([1])): Promise<Uint8Array> =>
    await saveTorch(new Map<string, unknown>([['model', { weight }], ...Object.entries(rest)]));

  test.for<readonly [string, object, object, string]>([
    ['a number', { epoch: 3 }, { epoch: 4 }, "~ $['epoch']: 3 -> 4\n"],
    ['an int and a float', { lr: 1n }, { lr: new Float(1) }, "~ $['lr']: 1 (int) -> 1.0 (float)\n"],
    ['what is deep inside', { h: { a: [1, 'x'] } }, { h: { a: [1, 'y'] } }, "~ $['h']['a'][1]: 'x' -> 'y'\n"],
    ['what only one has', { args: [1] }, {}, "- $['args']: list"],
    ['an array of numpy', { m: NdArray.from([1, 2]) }, { m: NdArray.from([1, 3]) }, "~ $['m']: "],
    ['nothing', { epoch: 3 }, { epoch: 3 }, ''],
  ])('sees in what is no tensor %s', async ([, a, b, line]) => {
    built.write('a.pt', await checkpoint(a));
    built.write('b.pt', await checkpoint(b));
    const { out, status } = built.run(['diff', 'a.pt', 'b.pt']);
    expect(out.slice(0, line === '' ? undefined : line.length)).toBe(line);
    expect(status).toBe(line === '' ? 0 : 1);
  });

  const ones = Tensor.from(new Float32Array([1, 1]));
  const parameter = new Parameter({ ...ones, requiresGrad: true });
  const quantized = (scale: number): Tensor =>
    Tensor.from(new Int8Array([1, 1])).with({
      dtype: torchDType('qint8'),
      quantizer: { scheme: 'per_tensor_affine', scale, zeroPoint: 0 },
    });

  test.for<readonly [string, Tensor, Tensor, string]>([
    ['a gradient', ones, ones.with({ requiresGrad: true }), 'requires_grad False -> True'],
    ['a parameter', ones, parameter, 'class Tensor -> Parameter, requires_grad False -> True'],
    ['a scale', quantized(0.5), quantized(0.25), 'quantizer per_tensor_affine(0.5, 0) -> per_tensor_affine(0.25, 0)'],
    ['nothing', parameter, parameter, ''],
  ])('sees in tensors with the same elements %s, which a tolerance leaves out', async ([, a, b, line]) => {
    built.write('a.pt', await checkpoint({}, a));
    built.write('b.pt', await checkpoint({}, b));
    const out = line === '' ? '' : `~ model.weight: ${line}\n`;
    expect(built.run(['diff', 'a.pt', 'b.pt'])).toMatchObject({ status: line === '' ? 0 : 1, out });
    expect(built.run(['diff', '--tolerance', '0', 'a.pt', 'b.pt'])).toMatchObject({ status: 0, out: '' });
  });

  test('leaves out what safetensors does not have', async () => {
    built.write('a.pt', await saveTorch(new Map([['weight', parameter]])));
    built.write('a.safetensors', await writeSafetensors({ weight: ones }));
    expect(built.run(['diff', 'a.pt', 'a.safetensors'])).toMatchObject({ status: 0, out: '' });
  });

  test('sees the size of a sparse tensor, which is in none of its parts', async () => {
    const [indices, values] = [
      Tensor.from(new BigInt64Array(1)).with({ shape: [1, 1], stride: [1, 1] }),
      Tensor.from([1]),
    ];
    const sparse = (length: number): SparseTensor =>
      new SparseTensor({ layout: 'sparse_coo', indices: [indices], values, shape: [length] });
    built.write('a.pt', await saveTorch(new Map([['s', sparse(3)]])));
    built.write('b.pt', await saveTorch(new Map([['s', sparse(4)]])));
    expect(built.run(['diff', 'a.pt', 'b.pt'])).toMatchObject({ status: 1, out: expect.stringContaining('size=(4,)') });
  });

  test('compares chunks that end at other places in either file', async () => {
    const large = Tensor.from(Float32Array.from({ length: 3_000_000 }, (_, i) => i));
    const stored = await saveTorch(new Map([['w', large]]));
    built.write('a.pt', stored);
    const { entries } = await openZip(bytesSource(stored));
    const members = entries.map(async (entry) => ({
      name: entry.name,
      data: await entry.bytes(),
      method: 'deflate' as const,
    }));
    built.write('b.pt', await zip(await Promise.all(members)));
    expect(built.run(['diff', 'a.pt', 'b.pt'])).toMatchObject({ status: 0, out: '' });
  });

  test('names a tensor that only one has once, and compares rounded numbers with --tolerance', async () => {
    built.write('a.pt', await checkpoint({ loss: 0.5 }));
    built.write('b.pt', await checkpoint({ loss: 0.5001, bias: Tensor.from([1]) }));
    expect(built.run(['diff', 'a.pt', 'b.pt']).out).toMatch(/^~ \$\['loss'\]: 0.5 -> 0.5001\n\+ bias: tensor.*\n$/);
    expect(built.run(['diff', '--tolerance', '0.01', 'a.pt', 'b.pt']).out).toMatch(/^\+ bias: tensor.*\n$/);
  });

  test('compares the metadata of two files of safetensors', async () => {
    const tensors = { a: Tensor.from([1]) };
    built.write('a.safetensors', await writeSafetensors(tensors, undefined, { metadata: { format: 'pt' } }));
    built.write('b.safetensors', await writeSafetensors(tensors, undefined, { metadata: { format: 'np' } }));
    expect(built.run(['diff', 'a.safetensors', 'b.safetensors'])).toMatchObject({
      status: 1,
      out: "~ $['format']: 'pt' -> 'np'\n",
    });
  });
});

describe('convert', () => {
  test('goes round: PyTorch, safetensors, PyTorch, npz', async () => {
    for (const argv of [
      ['--to', 'safetensors', '-o', 's.safetensors', 'old.pth'],
      ['--to', 'torch', '-o', 's.pt', 's.safetensors'],
      ['--to', 'npz', '-o', 's.npz', 's.pt'],
      ['--to', 'safetensors', '-o', 'again.safetensors', 's.npz'],
      ['--to', 'torch', '-o', 'again.pt', 's.npz'],
    ]) {
      expect(built.run(['convert', ...argv])).toMatchObject({ status: 0 });
    }
    expect(built.run(['diff', 's.safetensors', 'again.pt'])).toMatchObject({ status: 0 });
    // An npz has no metadata.
    const { out } = built.run(['diff', 's.safetensors', 'again.safetensors']);
    expect(out).toMatch(/^(?:- \$\['[\w.]+'\]: '[\w.]+'\n)+$/);
    const { metadata } = await readSafetensors(built.read('s.safetensors'));
    expect(metadata.get('head.weight')).toBe('embedding.weight');
  });

  test('refuses what the format does not have, and leaves no file', () => {
    const { err, status } = built.run(['convert', '--to', 'npz', '-o', 'none.npz', 'all.safetensors']);
    expect(status).toBe(2);
    expect(err).toContain('which numpy does not have');
    expect(() => built.read('none.npz')).toThrow();
  });
});

test('a file on a server is read in ranges', async () => {
  const bytes = await saveTorch({ big: Tensor.from(new Float32Array(2 ** 20)), small: Tensor.from([1]) });
  let sent = 0;
  let requests = 0;
  const server = createServer((request, response) => {
    const [, first = 0, last = 0] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).map(Number);
    const body = bytes.subarray(first, Math.min(bytes.length, last + 1));
    requests++;
    sent += body.length;
    response.writeHead(206, { 'content-range': `bytes ${first}-${first + body.length - 1}/${bytes.length}` });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const command = fileURLToPath(new URL('../../dist/cli/brine.cjs', import.meta.url));
  const child = spawn(process.execPath, [command, `http://127.0.0.1:${port}/model.pt`]);
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  const status = await new Promise((resolve) => child.on('exit', resolve));
  server.close();
  expect(status).toBe(0);
  expect(out).toMatch(/^big +float32 {2}\(1048576,\) +4\.2 MB$/m);
  expect(requests).toBeLessThanOrEqual(6);
  expect(sent).toBeLessThan(300_000);
});

describe('a server that does not answer', () => {
  const nowhere = async (): Promise<string> => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return `http://127.0.0.1:${port}/model.pt`;
  };

  test.for(['show', 'tree', 'json', 'globals'])('is an error of %s that says so', async (command) => {
    const url = await nowhere();
    const { err, status } = built.run([command, url]);
    expect(status).toBe(2);
    expect(err).toMatch(new RegExp(`^brine: ${url}: bytes 0 to 65536 did not come: .*ECONNREFUSED[^\\n]*\\n$`));
  });

  test('is an error of scan that says so', async () => {
    const { out, err } = built.run(['scan', await nowhere()]);
    expect(out + err).toMatch(/model\.pt +bytes 0 to 65536 did not come: .*ECONNREFUSED/);
    expect(out + err).not.toContain('a fault in brine itself');
  });
});

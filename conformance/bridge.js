/**
 * Brine behind a pipe, for `pickletester.py`: each request and reply on standard input and output is a length of four
 * bytes, little-endian, and so many bytes of JSON; pickles in it are base64.
 */
import { Global, PickleError, Pickler, StreamUnpickler, Unpickler } from 'brine';
import { parse, write } from 'brine/tools';

/** What a persistent id stands for. */
class Persistent {
  constructor(id) {
    this.id = id;
  }
}

const commands = {
  /** A pickle parsed as a graph and written again at each of some protocols. */
  async graph({ pickle, protocols, encoding, errors, python, fixImports, ...rest }) {
    const bases = new Map(Object.entries(rest.bases));
    const options = {
      python,
      fixImports,
      extensions: extensionsOf(rest),
      baseOf: ({ module, name }) => bases.get(`${module}.${name}`),
    };
    const graph = parse(bytesOf(pickle), { encoding, errors });
    const pickles = protocols.map((protocol) => attempt(() => base64(write(graph, { ...options, protocol }))));
    return { end: graph.end, pickles: await Promise.all(pickles) };
  },

  /** A pickle loaded as a value and dumped again, after the earlier ones of the same `Unpickler` and `Pickler`. */
  values: (request) => values(request, (bytes, options) => new Unpickler(bytes, options)),

  /** The same, but the pickles arrive in chunks. */
  chunks: (request) => values(request, (bytes, options) => new StreamUnpickler(cut(bytes), options)),
};

async function values({ pickle, earlier, protocols, encoding, errors, python, fixImports, buffers, ...rest }, open) {
  const extensions = extensionsOf(rest);
  const unpickler = open(Buffer.concat([...earlier, pickle].map(bytesOf)), {
    encoding,
    errors,
    fixImports,
    extensions,
    persistentLoad: (id) => new Persistent(id),
    ...(buffers === null ? {} : { buffers: buffers.map(bytesOf) }),
  });
  const before = [];
  for (const _ of earlier) before.push(await unpickler.load());
  const start = unpickler.offset;
  const value = await unpickler.load();
  const pickled = (protocol) => {
    const persistentId = (id) => (id instanceof Persistent ? id.id : undefined);
    const pickler = new Pickler({ protocol, python, fixImports, extensions, persistentId });
    for (const one of before) pickler.dump(one);
    return base64(pickler.dump(value));
  };
  const pickles = [];
  for (const protocol of protocols) pickles.push(await attempt(() => pickled(protocol)));
  return { end: unpickler.offset - start, pickles };
}

/** Lends chunks of 0 to 31 bytes, now and then longer ones; where they are cut depends on the length of the whole. */
async function* cut(bytes) {
  let random = bytes.length;
  for (let at = 0; at < bytes.length; ) {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    const size = (random >>> 16) % 32;
    const chunk = Uint8Array.from(bytes.subarray(at, at + (size === 31 ? 70_000 : size)));
    at += chunk.length;
    yield chunk;
    chunk.fill(0x2e);
  }
}

function extensionsOf({ extensions }) {
  return new Map(extensions.map(([code, module, name]) => [code, new Global(module, name)]));
}

function bytesOf(text) {
  return Buffer.from(text, 'base64');
}

function base64(bytes) {
  return Buffer.from(bytes).toString('base64');
}

/** `{ ok }`, or what a wrong pickle gives; every other error is a fault of Brine or of this script. */
async function attempt(work) {
  try {
    return { ok: await work() };
  } catch (error) {
    if (error instanceof PickleError)
      return { refusal: { type: error.name, code: error.code, message: error.message } };
    return { fault: String(error?.stack ?? error) };
  }
}

function answer({ command, ...request }) {
  const run = commands[command];
  return attempt(() => run(request));
}

let waiting = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  waiting = Buffer.concat([waiting, chunk]);
  while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32LE()) {
    const end = 4 + waiting.readUInt32LE();
    const reply = Buffer.from(JSON.stringify(await answer(JSON.parse(waiting.subarray(4, end).toString()))));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(reply.length);
    process.stdout.write(Buffer.concat([length, reply]));
    waiting = waiting.subarray(end);
  }
}

/**
 * What must hold in every runtime, with web globals only. Each check gives a text, which must be the same everywhere.
 *
 * @module
 */

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** A number for the bytes: long ones need not be shown. */
function digest(bytes) {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return `${bytes.length} bytes, ${sum.toString(16)}`;
}

function concat(chunks) {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function* cut(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

function streamOf(chunks) {
  const iterator = chunks[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** Values of every kind, by name. */
function values(brine) {
  const {
    ByteArray,
    Complex,
    Decimal,
    Dict,
    Float,
    FrozenSet,
    Global,
    Instance,
    PyDateTime,
    PySet,
    PyRange,
    TimeDelta,
    Tuple,
    UUID,
  } = brine;
  const cyclic = ['itself'];
  cyclic.push(cyclic);
  let deep = [];
  for (let i = 0; i < 20_000; i++) deep = [deep];
  const instance = new Instance(new Global('m', 'C'), 'new', Tuple.of(1));
  instance.build(new Dict([['state', [2]]]));
  return {
    'numbers and text': [
      null,
      true,
      0,
      255,
      256,
      -1,
      2 ** 31,
      -(2 ** 53) + 1,
      2n ** 70n,
      -(2n ** 64n),
      1.5,
      new Float(2),
      'é\ud800😀',
      '',
    ],
    bytes: [new Uint8Array([1, 2, 255]), ByteArray.from([3]), new Uint8Array(70_000).fill(6)],
    containers: new Dict([
      ['list', [1, [2]]],
      ['tuple', Tuple.of(1, 'two')],
      ['set', new PySet(['a'])],
      ['frozen', new FrozenSet([Tuple.of(1)])],
    ]),
    'a cycle': cyclic,
    depth: deep,
    'library types': [
      new Complex(1, -2),
      new PyRange(0, 10, 3),
      new Decimal('1.10'),
      new TimeDelta(1, 2, 3),
      new UUID('12345678123456781234567812345678'),
      new PyDateTime(2024, 2, 29, 12, 30),
      new Date(0),
      new Map([[1, 2]]),
      new Set(['x']),
      /a+b/i,
      new URL('https://example.org/'),
    ],
    'what nobody knows': [instance, new Global('os', 'system')],
    'many values': Array.from({ length: 5000 }, (_, i) => ({ i, text: `value ${i}` })),
    'long text': ['é'.repeat(40_000), `x${'😀'.repeat(20_000)}`],
  };
}

async function outcome(run) {
  try {
    return await run();
  } catch (error) {
    return typeof error.code === 'string' ? `${error.name} ${error.code} ${error.message}` : `${error.name ?? error}`;
  }
}

/** 200 lines of text, as test/fixtures/containers.json.gz has them. */
const COMPRESSED = {
  gzip: 'H4sIAAAAAAAC/+3WOw7CMBAE0J5T5AjYTmznPCiIiAgouL8Q/UOySyS3q81mPPuZOfbHNp2n53V637bptV/ux3Y6vsGg4Kzgys+zonFRNDF3Zt1MCJVoEyGwwFwULZEV+C8iyMxdzQLhFjeHdRdWWM2uW+muuy4rLMRbSQ5piOxEZYWFECLJqR4nDw6RBeZW0ptNOl+RiDeYM3aC/al8RCENxbmpI9rxNyPzK3I7N+bRnLs/7mXomBHPk2fPc+qZ9vx7V7xXtX1bvdk/rkDouC65/Wr5wvka+nL6yuaO6x3bNcH6Ya1J7QpmtbMypg7FtTqvzZJPsMNGDBsxbMSwEcNGDBsxbMSwEf9nIz4qDe5lDhEAAA==',
  zlib: 'eJzt1jsOwjAQBNCeU/gIxIk/OQ8KSoQFFNxfiP5RUCJtu3I245nZ8Y7jvqVzelzTa9/S87jcxnYan+Kk4qLiys+rqrmoOvPswr6VEDrRzoTABktTtWV24L+IoPLsahYIt1kc9i3ssJpdS2nV3ZcdCvF2kkMaMpXo7FAIIZOcbjvZOEQ28WwnvdWk8xYz8U7mjEpQn85LNNLQfNaOdPWHvxmZb8ELmxvzaM6tj7W07vaI/WTv2af2tP3vWfFceYA4rZ7sLyngxHC6kF6nlhPOaejkdMo6kZ3ehmCXUQm/NZ5Wvx9WgnbyK+oX168z2xIBwcYaEWtErBGxRsQaEWtErBGxRvzfGvEGw/6RmA==',
  bz2: 'QlpoOTFBWSZTWVsyIC0ABpRZgAAQQAB/4AttxAAwAXgAKADEaaaNCgAxGmmjQKlMgSTSDQ0+QhMu9bni1PHuWy9HGXHw43Ht1xt0yZeNHi2FTbDjDi1qUphxS1MOqbcOFLeOKbcZYcW2wpPHizLrxl1Tq5lht1bq2mDT0IT8CE+Z6PCm3t6fDM9mmmWmoMuLWpbL4YZU0qDrDrbha3wZaZSMONMOKYWzNmCNbYabUtTjxhpTZMMPNsNtLU0tlpI66wwojS2VrUpbEkWpSlOlkfoQn0IT+CE+hCf0Qn2IT7EJoQn+EJ9iE+xCeCE9CRD/i7kinChILZkQFoA=',
  xz: '/Td6WFoAAAD/EtlBAgAhARYAAAB0L+Wj4BENAQVdADYaSh8IoCYDTQad+LKlrLBCqRRoDK/VSyOKrCgiv0qNl0z85GqabPGv9PcORkaZLOdMusnbD36O8p7QWsefCNUlRZ1oIvaJcPBb1qbKcT7GORlLjwJdLHF6bxzlKDBNzgLmxgcbAY9qVG1kNbMfEzrr1x9T99h6daiSSGQoE7cIw9NN3pMjVL3bu1v45EN8+F5C+5RrH9bbEKF73w7SKZ2kgmd3uqzKR+xi9xC4tLQGWIrzp7Cuwf+Zx46v2qaz12n9T8b+Y+43D+lo9OjS079JzY57WTgwJeau7i3yNmwklc20EIFBMh8plFr2qpnoXS2dJ89ndwUPY67xa8KiBwzHC+mIAAAAAAAAAZkCjiIAALCTs7WoAAr8AgAAAAAAWVo=',
  lzma: 'XQAAgAD//////////wA2GkofCKAmA00GnfiypaywQqkUaAyv1UsjiqwoIr9KjZdM/ORqmmzxr/T3DkZGmSznTLrJ2w9+jvKe0FrHnwjVJUWdaCL2iXDwW9amynE+xjkZS48CXSxxem8c5SgwTc4C5sYHGwGPalRtZDWzHxM669cfU/fYenWokkhkKBO3CMPTTd6TI1S927tb+ORDfPheQvuUax/W2xChe98O0imdpIJnd7qsykfsYvcQuLS0BliK86ewrsH/mceOr9qms9dp/U/G/mPuNw/paPTo0tO/Sc2Oe1k4MCXmru4t8jZsJJXNtBCBQTIfKZRa9qqZ6F0tnSfPZ3cFD2Ou8WvCogcMxw3Q+iX//6x0OMM=',
  zstd: 'KLUv/WQOEGUFAELMHBSwaTh4DUlDZpKjUsokU0rHL5mLAXN9wrfsj2qOOVx5qfYYrvKyV7XrEJIPiSxk0S7dTj+Zpb0lVIZ0ZGqEWqex5P+0Sfci0kI0lNMhrnplvyrcMa0UvxqcsdmRX36FX3kAwcEQKCgMAWFhDBLGYQgQhUNhqCEovf03oF22AxJIEHgFgen3v/YzxFBCC+wKOsURSLxA99F2PKgqO/D7R03QxkR4EtgIkFWv/MTR',
  lz4: 'BCJNGHxADhEAAAAAAACekwEAAPEGbGluZSAwIG9mIHRoZSBwaWNrbGUKFQAfMRUAAR80FQABHzk/AAIfNhYAAS8yNRYAAR8zLAACHzRYAAIfNoMAAh84rgACHzODAAIPQQACLzQ3FgABLzcyQgACD2wAAg+CAAIfNiwAAh85BgEDD68AAh83nQEDD1gAAh81QgACHzleAQMPywEDD/YBAw9YAAMPQgACHzWwAAIfOB0BAg8HAQIfMooBAh84QgACHzWDAAIfMh0BAh84TwIDDzkCAw+aAAIfMSwAAh84XwECHzZ1AQMPxgACHzOwAAIfMTQBAw+KAQIPoAECHzjFAAIfNwcBAh83LAADHzMWABgPbgAYLzg1xgAXHzYcAQIPSAEYLzQ4oAEXD8wBAx8xJAIYLzYxfAIXLzIy1AIXLzg4LAMXD1gDAx84rgMXLzk0BgQYHzFeBBgfNrYEFy8xMg4FFy8zM2YFFx82vgUYHzIUBhcvNDdsBhcfM8IGFy82NBoHFx8zcgcYLzE2yQcWHzQdCBEPRwj//////////7dQY2tsZQoSuEWHAAAAAOmQQrc=',
  'two gzip members':
    'H4sIAAAAAAAC/5XSPQ7CMBiD4Z1T5AjkPz0PKqIiAgbuL4TE+Axktb66zmvP47GHc3hew/u2h9dxuc/9NL9ilFgkbvy8SU1VauZtoW9jhMG0mRFoULrUnujAfzFB4+1mCozbXQ59Kx0203WVbt2+dKjMOwiHGBKbGHSojJAIZ3hOHg6TRd4O4m2Gzldk5o1mxibYz+AjOjF03+YFdeFvTuZXtP/ZmKOZux93GRc24j15e96pN/3b/wcw7+b0rwUAAB+LCAAAAAAAAv/t1s0KwjAQBOC7T9FHaH6aps8jlRaLevD90avwCcm912HZzM7MLtnW4bVf78d6OfbHOsR5eN6G9/aLlkloFTiNQpcsNCfWBtayw1LIgX1DFDqTbzIzylDYN3EKUyCa6USkDGRbyaDYiYVtqW6kCoG1bEsGJDs2V+bm10PHUBbAYllYm5DarXUMHJmOIDq0DriXwYvjJfNCenn/LHroOCC5/TDV9nPn01h9BUkhUpzqODk43j3WVspbLDqnSOQbrBmd8GHiEDNlmF2bOtCO18zMU5R2bayjNbc/9jJ0ZMR5cvacU2fa+T+/Eec34vxGfNEPixM0aV8LAAA=',
};

/** The checks, by name; `rows` are pickles in hexadecimal, good and bad. */
export function checksOf(brine, rows) {
  const { dump, dumps, load, loadAll, loads, loadsAll, PickleBuffer, Pickler, StreamUnpickler, Unpickler } = brine;
  const checks = new Map();
  for (const [name, value] of Object.entries(values(brine))) {
    for (const protocol of [0, 2, 5]) {
      checks.set(`${name}, protocol ${protocol}`, async () => {
        const pickle = dumps(value, { protocol });
        const chunks = [];
        await dump(value, new WritableStream({ write: (chunk) => void chunks.push(chunk) }), { protocol });
        if (digest(concat(chunks)) !== digest(pickle)) return 'FAILED dump differs from dumps';
        const again = [
          loads(pickle),
          await load(new Blob([pickle])),
          await load(streamOf(cut(pickle, 65_536))),
          await load(cut(pickle, 997)),
        ];
        const texts = new Set(again.map((back) => digest(dumps(back, { protocol }))));
        return texts.size === 1 ? [...texts][0] : `FAILED ${[...texts].join(' | ')}`;
      });
    }
  }
  for (const row of rows) {
    checks.set(`pickle ${row}`, async () => {
      const bytes = unhex(row);
      const whole = await outcome(async () => digest(dumps(loads(bytes))));
      for (const size of [1, 3]) {
        const parts = await outcome(async () => digest(dumps(await load(cut(bytes, size)))));
        if (parts !== whole) return `FAILED ${whole}; in chunks of ${size}: ${parts}`;
      }
      return whole;
    });
  }
  checks.set('pickles one after another', async () => {
    const bytes = concat([1, 'two', [3]].map((value) => dumps(value)));
    const streamed = [];
    for await (const value of loadAll(streamOf(cut(bytes, 2)))) streamed.push(value);
    return JSON.stringify([[...loadsAll(bytes)], streamed]);
  });
  checks.set('the bytes behind a pickle', async () => {
    const unpickler = new StreamUnpickler(streamOf(cut(concat([dumps([1]), unhex('0102030405')]), 4)));
    const value = await unpickler.load();
    const two = await unpickler.readBytes(2);
    const rest = [];
    for await (const chunk of unpickler.rest()) rest.push(...chunk);
    return JSON.stringify([value, [...two], rest, unpickler.offset]);
  });
  checks.set('one memo for several pickles', async () => {
    const pickler = new Pickler();
    const shared = ['shared'];
    const bytes = concat([pickler.dump(shared), pickler.dump([shared])]);
    const unpickler = new Unpickler(bytes);
    const first = unpickler.load();
    return `${unpickler.load()[0] === first} ${hex(bytes)}`;
  });
  checks.set('buffers out of band', async () => {
    const numbers = new Float64Array([1, 2]);
    const buffers = [];
    const pickle = dumps([new PickleBuffer(numbers)], { bufferCallback: ({ bytes }) => void buffers.push(bytes) });
    const [back] = loads(pickle, { buffers });
    return `${hex(pickle)} ${back.buffer === numbers.buffer}`;
  });
  checks.set('an abort', () =>
    outcome(async () => {
      const controller = new AbortController();
      const silent = new ReadableStream({});
      setTimeout(() => controller.abort(new RangeError('enough')), 5);
      return await load(silent, { signal: controller.signal });
    }),
  );
  checks.set('a source that errs', () =>
    outcome(() => load(new ReadableStream({ start: (controller) => controller.error(new RangeError('no more')) }))),
  );
  checks.set('a sink that errs', () =>
    outcome(() => dump('x', new WritableStream({ write: () => Promise.reject(new RangeError('full')) }))),
  );
  checks.set('what has no pickle', () => outcome(async () => dumps({ a: [Symbol('no')] })));
  checks.set('a limit', () => outcome(() => load(cut(dumps('spam'.repeat(1000)), 99), { limits: { memory: 1000 } })));
  for (const [name, base64] of Object.entries(COMPRESSED)) {
    checks.set(`${name} data`, async () => {
      const bytes = await brine.unpack(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
      return `${bytes.length} ${digest(bytes)}`;
    });
  }
  checks.set('a compressed pickle', async () => {
    const halves = [dumps(['a']), dumps('b')];
    const packed = concat(await Promise.all(halves.map((half) => brine.pack(half, 'gzip'))));
    const found = [];
    for await (const value of loadAll(streamOf(cut(packed, 7)), { decompress: 'auto' })) found.push(value);
    return JSON.stringify(found);
  });
  checks.set('a zip archive in a Blob', async () => {
    const data = dumps(['x'.repeat(1000)]);
    const members = [
      { name: 'größe.pkl', data },
      { name: 'deflated', data, method: 'deflate' },
    ];
    const archive = await brine.openZip(brine.blobSource(new Blob([await brine.zip(members, { alignment: 64 })])));
    const texts = [];
    for (const entry of archive.entries) texts.push(entry.name, digest(await entry.bytes()));
    return `${texts.join(' ')} ${(await archive.entries[0].range()).start}`;
  });
  checks.set('progress of a long pickle', async () => {
    const pickle = dumps(Array.from({ length: 100_000 }, (_, i) => `value ${i}`));
    let last = 0;
    let rising = true;
    const onProgress = (bytes, total) => {
      rising &&= bytes >= last && bytes <= pickle.length && total === pickle.length;
      last = bytes;
    };
    const value = await load(new Blob([pickle]), { onProgress });
    return `${value.length} ${rising}`;
  });
  return checks;
}

/** Runs the checks; a list of `[name, text]`. */
export async function runSuite(brine, rows) {
  const results = [];
  for (const [name, check] of checksOf(brine, rows)) {
    let text;
    try {
      text = String(await check());
    } catch (error) {
      text = `FAILED ${error?.stack ?? error}`;
    }
    results.push([name, text]);
  }
  return results;
}

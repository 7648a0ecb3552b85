/** What streams take beyond the value, and what is let go of after a call: measured in a process of its own, on the built package. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const CHUNK = 65_536;
const ENGINE = 2 ** 19;
const dist = new URL('../../dist/index.js', import.meta.url).href;

/** Runs a script that prints the most bytes it saw; `look()` measures, garbage aside. */
function peakOf(script: string): number {
  const setup = `
    import { dump, dumps, load } from ${JSON.stringify(dist)};
    // Twice: the first leaves memory that is about to be given back.
    const used = () => (gc(), gc(), process.memoryUsage());
    let calls = 0;
    let peak = 0;
    let base;
    const look = () => {
      if (calls++ % 50 !== 0) return;
      const { heapUsed, arrayBuffers } = used();
      peak = Math.max(peak, heapUsed + arrayBuffers - base.heapUsed - base.arrayBuffers);
    };
  `;
  return Number(printedBy(`${setup}\n${script}\nconsole.log(peak);`));
}

/** What a script prints that may call `gc()`. */
function printedBy(script: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', script]);
  expect(stderr.toString()).toBe('');
  return stdout.toString().trim();
}

test('load of 15 MB in 64 KiB chunks, of which nothing remains, takes less than two chunks', () => {
  const peak = peakOf(`
    const one = dumps(Array.from({ length: 100 }, (_, i) => [i, 'value ' + i]), { protocol: 2 });
    const body = Buffer.concat([one.subarray(2, -1), Buffer.from('0')]);
    const chunk = Buffer.concat(Array.from({ length: Math.ceil(${CHUNK} / body.length) }, () => body)).subarray(0, ${CHUNK});
    const rest = body.subarray(chunk.length % body.length);
    // Each chunk but for the last is the same memory, and is cut inside a value.
    const whole = chunk.length - (chunk.length % body.length);
    function* source() {
      yield Buffer.from([0x80, 2]);
      for (let sent = 0; sent < 15e6; sent += chunk.length) {
        yield chunk;
        yield rest;
        look();
      }
      yield Buffer.from('N.');
    }
    base = used();
    await load(source());
    calls = peak = 0;
    base = used();
    await load(source());
  `);
  // The engine's own heap is not still to the kilobyte: it learns, and keeps what it compiles.
  expect(peak).toBeLessThan(2 * CHUNK + ENGINE);
});

test('load of 64 MiB of bytes takes no more than they do beyond them', () => {
  const peak = peakOf(`
    const chunk = new Uint8Array(${CHUNK});
    function* source() {
      yield Buffer.from([0x80, 3, 0x42, 0, 0, 0, 4]);
      for (let sent = 0; sent < 2 ** 26; sent += chunk.length) {
        yield chunk;
        look();
      }
      yield Buffer.from('.');
    }
    base = used();
    await load(source());
  `);
  expect(peak).toBeLessThan(2 * 2 ** 26 + 2 * CHUNK + ENGINE);
});

test('dump of 30 MB takes some chunks, however long the pickle', () => {
  const peak = peakOf(`
    // Strings of the same few values: the memo of dump does not grow.
    const words = Array.from({ length: 100 }, (_, i) => 'value ' + i);
    const value = Array.from({ length: 4e6 }, (_, i) => (i % 2 === 0 ? i / 7 : words[i % 100]));
    await dump(value.slice(0, 100_000), { write() {} });
    base = used();
    await dump(value, { write: look });
  `);
  expect(peak).toBeLessThan(4 * CHUNK + ENGINE);
});

test('no value, callback or buffer outlives its call', () => {
  const printed = printedBy(`
    import { dumps, loads, PickleBuffer } from ${JSON.stringify(dist)};
    const refs = new Map();
    const watched = (name, value) => (refs.set(name, new WeakRef(value)), value);
    // In functions of their own, so that no local variable holds what they made.
    const calls = [
      () => void dumps(watched('value', [[], new Map([['k', {}]])])),
      () => void dumps([1], { persistentId: watched('persistentId', () => undefined) }),
      () => void dumps([1], { reducerOverride: watched('reducerOverride', () => undefined) }),
      () => void dumps(new PickleBuffer(new Uint8Array(9)), { bufferCallback: watched('bufferCallback', () => true) }),
      () => void watched('result', loads(Buffer.from('(lp0\\n.'))),
      () => void loads(Buffer.from('Pspam\\n.'), { persistentLoad: watched('persistentLoad', () => 1) }),
      () => void loads(Buffer.from('\\x80\\x05\\x97.', 'latin1'), { buffers: watched('buffers', [new Uint8Array(9)]) }),
    ];
    const held = [];
    for (const call of calls) {
      call();
      await new Promise((resolve) => setTimeout(resolve));
      gc();
      for (const [name, ref] of refs) if (ref.deref() !== undefined) held.push(name);
      refs.clear();
    }
    console.log(held.join());
  `);
  expect(printed).toBe('');
});

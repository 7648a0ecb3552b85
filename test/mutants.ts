import { OPCODES } from '../src/opcodes/opcode-info.ts';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many broken, spliced and random pickles as hexadecimal, made of good ones of less than 2000 bytes. */
export function mutants(pickles: readonly string[], count: number, seed: number): string[] {
  const random = seeded(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const seeds = pickles.filter((text) => text.length < 4000);
  const pick = (): Buffer => Buffer.from(seeds[below(seeds.length)] ?? '', 'hex');
  const opcode = (): number => OPCODES[below(OPCODES.length)]?.code ?? 0;
  const out: string[] = [];
  for (let i = 0; i < count; i++) {
    const kind = below(4);
    if (kind === 0) out.push(randomPickle(below).toString('hex'));
    else out.push(mutate(pick(), kind === 1 ? pick() : undefined, below, opcode).toString('hex'));
  }
  return out;
}

/** Changes of single bytes, opcodes put in and bytes left out, behind the head of `other` if there is one. */
function mutate(pickle: Buffer, other: Buffer | undefined, below: (n: number) => number, opcode: () => number): Buffer {
  let bytes = pickle;
  if (other !== undefined) {
    bytes = Buffer.concat([other.subarray(0, below(other.length)), bytes.subarray(below(bytes.length))]);
  }
  for (let times = 1 + below(3); times > 0; times--) {
    const at = below(bytes.length + 1);
    const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
    const kind = below(4);
    if (kind === 0) bytes = Buffer.concat([head, Buffer.from([opcode()]), tail]);
    else if (kind === 1) bytes = Buffer.concat([head, tail.subarray(1)]);
    else if (kind === 2) bytes = Buffer.concat([head, Buffer.from([below(256)]), tail.subarray(1)]);
    else bytes = Buffer.concat([head, Buffer.from([opcode()]), tail.subarray(1)]);
  }
  return bytes;
}

const LINES = [
  '0',
  '1',
  '00',
  '01',
  '2',
  '-1',
  '12L',
  '1_0',
  ' 7 ',
  '1e3',
  'nan',
  'x',
  "'a'",
  '"\\x41"',
  'é',
  '\\u00e9',
];

/** Opcodes at random, each with a whole argument: short pickles of which many get far. */
function randomPickle(below: (n: number) => number): Buffer {
  const parts: Buffer[] = [];
  for (let length = 1 + below(12); length > 0; length--) {
    const { code, arg } = OPCODES[below(OPCODES.length)] ?? { code: 0x2e, arg: undefined };
    if (code === 0x2e && below(3) > 0) continue;
    parts.push(Buffer.from([code]));
    const delimiter = arg?.delimiter ?? 0;
    const line = (): Buffer => Buffer.from(`${LINES[below(LINES.length)]}\n`, 'latin1');
    const small = Buffer.from([below(3)]);
    if (delimiter === 'line') parts.push(line());
    else if (delimiter === 'lines') parts.push(line(), line());
    else if (typeof delimiter === 'number')
      parts.push(small.subarray(0, delimiter), Buffer.alloc(Math.max(0, delimiter - 1)));
    else {
      const size = { uint1: 1, int4: 4, uint4: 4, uint8: 8 }[delimiter];
      parts.push(small, Buffer.alloc(size - 1), Buffer.from('\xc3\xa9', 'latin1').subarray(0, small[0]));
    }
  }
  parts.push(Buffer.from('2e', 'hex'));
  return Buffer.concat(parts);
}

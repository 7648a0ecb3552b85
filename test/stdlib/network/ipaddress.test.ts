import { describe, expect, test } from 'vitest';
import { Dict, dumps, loads } from '../../../src/index.ts';
import {
  IPv4Address,
  IPv4Interface,
  IPv4Network,
  IPv6Address,
  IPv6Interface,
  IPv6Network,
} from '../../../src/stdlib.ts';
import { repr } from '../../../src/tools.ts';
import { oracle } from '../../oracle.ts';
import { bothDirections } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

describe('every measured pickle loads and is written in the same bytes', () => {
  test('IPv4Address', () => checkRows('IPv4Address', (value) => expect(value).toEqual(new IPv4Address('1.2.3.4'))));
  test('IPv6Address', () => checkRows('IPv6Address', (value) => expect(value).toEqual(new IPv6Address('::1'))));
  test('IPv6Address with scope', () =>
    checkRows('IPv6Address scope', (value, { symbolic }) => {
      const scope = symbolic.includes('%') ? '%eth0' : '';
      expect(value).toEqual(new IPv6Address(`fe80::1${scope}`));
    }));
  test('IPv4Interface', () =>
    checkRows('IPv4Interface', (value) => expect(value).toEqual(new IPv4Interface('10.0.0.1/8'))));
  test('IPv6Network', () => checkRows('IPv6Network', (value) => expect(value).toEqual(new IPv6Network('::/8'))));
});

test.each([
  ['IPv4Address("0.0.0.0")', IPv4Address],
  ['IPv4Address("255.255.255.255")', IPv4Address],
  ['IPv6Address("2001:DB8::ff00:42:8329")', IPv6Address],
  ['IPv6Address("::")', IPv6Address],
  ['IPv6Address("1:0:0:2:0:0:0:3")', IPv6Address],
  ['IPv6Address("1:0:2:3:4:5:6:7")', IPv6Address],
  ['IPv6Address("::ffff:1.2.3.4")', IPv6Address],
  ['IPv6Address("fe80::1%eth0")', IPv6Address],
  ['IPv6Address(2**128 - 1)', IPv6Address],
  ['IPv4Network("10.0.0.0/8")', IPv4Network],
  ['IPv4Network("1.2.3.4")', IPv4Network],
  ['IPv4Network("10.0.0.0/255.255.0.0")', IPv4Network],
  ['IPv6Network("2001:db8::/32")', IPv6Network],
  ['IPv4Interface("10.1.2.3/8")', IPv4Interface],
  ['IPv6Interface("fe80::1%e/64")', IPv6Interface],
])('%s', async (expression, type) => {
  await bothDirections(expression, (value) => expect(value).toBeInstanceOf(type), { setup: 'from ipaddress import *' });
});

const TEXTS = [
  '1.2.3.4',
  '01.2.3.4',
  '256.1.1.1',
  '1.2.3',
  '1.2.3.4.5',
  '',
  '1.2.3.4%x',
  '٣.1.1.1',
  '::',
  ':::',
  ':',
  '1::2::3',
  '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7::',
  '::1:2:3:4:5:6:7:8',
  ':1:2:3:4:5:6:7',
  '12345::',
  'g::',
  '::1.2.3.4',
  '::1.2.3',
  '1:2:3:4:5:6:1.2.3.4',
  '::1%',
  '::1%a%b',
  '::1%a',
  '+1::',
];

test.each([
  ['IPv4Address', IPv4Address],
  ['IPv6Address', IPv6Address],
] as const)('%s takes the texts that Python takes', async (name, type) => {
  const python = await oracle();
  python.run(`import ipaddress
def _try(cls, text):
    try:
        return repr(cls(text))
    except ValueError:
        return None
`);
  const theirs = python.evaluate(`[_try(ipaddress.${name}, t) for t in ${JSON.stringify(TEXTS)}]`);
  const ours = TEXTS.map((text) => {
    try {
      return repr(new type(text));
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      return null;
    }
  });
  expect(ours).toEqual(theirs);
});

test('fields, keys and JSON', () => {
  const address = new IPv6Address('fe80::1%eth0');
  expect([address.value, address.scopeId, address.exploded]).toEqual([
    0xfe80n * 2n ** 112n + 1n,
    'eth0',
    'fe80:0000:0000:0000:0000:0000:0000:0001',
  ]);
  expect(JSON.stringify(new IPv4Interface('10.0.0.1/8'))).toBe('"10.0.0.1/8"');
  const dict = new Dict<unknown, number>([
    [new IPv4Address(1), 4],
    [new IPv6Address(1), 6],
  ]);
  expect([dict.get(new IPv4Address('0.0.0.1')), dict.get(new IPv6Address('::1'))]).toEqual([4, 6]);
});

test('an IPv4-mapped address as each version writes it', () => {
  const address = new IPv6Address('::ffff:1.2.3.4');
  expect(Buffer.from(dumps(address, { python: '3.11' })).includes('::ffff:102:304')).toBe(true);
  expect(Buffer.from(dumps(address, { python: '3.13' })).includes('::ffff:1.2.3.4')).toBe(true);
  for (const python of ['3.8', '3.11', '3.14'] as const) expect(loads(dumps(address, { python }))).toEqual(address);
});

test.each([
  ['IPv4Address', '(I-1\nt'],
  ['IPv4Address', '(I4294967296\nt'],
  ['IPv4Address', '(V1.2.3\nt'],
  ['IPv6Address', '(I-1\nt'],
  ['IPv4Network', '(V10.0.0.1/8\nt'],
  ['IPv4Network', '(V10.0.0.0/33\nt'],
])('refused: %s%s', (name, args) => {
  expect(() => loads(Buffer.from(`cipaddress\n${name}\n${args}R.`))).toThrow(
    expect.objectContaining({ code: 'bad-call' }),
  );
});

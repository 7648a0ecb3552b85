/**
 * Texts of IP addresses, read and written as Python's `ipaddress` does.
 *
 * @module
 */

/** The number of `1.2.3.4`; `undefined` if it is not an IPv4 address. */
export function parseIPv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    // A leading zero is ambiguous: some read it as octal.
    if (!/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

export function formatIPv4(value: number): string {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}

/** The number of `2001:db8::1`, without scope; `undefined` if it is not an IPv6 address. */
export function parseIPv6(text: string): bigint | undefined {
  const dotted = /^(.*:)([0-9.]*\.[0-9.]*)$/.exec(text);
  const low = dotted === null ? undefined : parseIPv4(dotted[2] ?? '');
  if (dotted !== null && low === undefined) return undefined;
  const plain = low === undefined ? text : `${dotted?.[1]}${(low >>> 16).toString(16)}:${(low & 0xffff).toString(16)}`;
  const halves = plain.split('::');
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (head === undefined || halves.length > 2) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = tail === undefined ? head : [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
}

/** @param dotted - The last 32 bits of an IPv4-mapped address as IPv4, as since Python 3.13. */
export function formatIPv6(value: bigint, dotted = true): string {
  if (dotted && value >> 32n === 0xffffn) return `::ffff:${formatIPv4(Number(value & 0xffff_ffffn))}`;
  const groups = hexGroups(value).map((group) => group.replace(/^0{1,3}/, ''));
  const { start, length } = longestZeros(groups);
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

/** Eight groups of four digits. */
export function hexGroups(value: bigint): string[] {
  return value.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
}

function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === '0') length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

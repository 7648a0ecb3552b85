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
  if (text.length > LONGEST_IPV6) return undefined;
  const plain = text.includes('.') ? undotted(text) : text;
  if (plain === undefined) return undefined;
  const gap = plain.indexOf('::');
  if (gap < 0) return GROUPS.test(plain) ? addressOf(hexOf(plain)) : undefined;
  const [head, tail] = [plain.slice(0, gap), plain.slice(gap + 2)];
  if ((head !== '' && !GROUPS.test(head)) || (tail !== '' && !GROUPS.test(tail))) return undefined;
  const [high, low] = [hexOf(head), hexOf(tail)];
  return high.length + low.length < DIGITS ? addressOf(high.padEnd(DIGITS - low.length, '0') + low) : undefined;
}

/** The longest text: eight groups of four digits with colons, where the last two may be 255.255.255.255. */
const LONGEST_IPV6 = 45;
const GROUPS = /^[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*$/i;
/** Hexadecimal digits of an address. */
const DIGITS = 32;

/** The text with its last 32 bits, if written as IPv4, as two groups. */
function undotted(text: string): string | undefined {
  const from = text.lastIndexOf(':') + 1;
  const low = from === 0 ? undefined : parseIPv4(text.slice(from));
  return low === undefined
    ? undefined
    : `${text.slice(0, from)}${(low >>> 16).toString(16)}:${(low & 0xffff).toString(16)}`;
}

/** Four digits for each group. */
function hexOf(groups: string): string {
  if (groups === '') return '';
  let hex = '';
  for (const group of groups.split(':')) hex += group.padStart(4, '0');
  return hex;
}

function addressOf(hex: string): bigint | undefined {
  return hex.length === DIGITS ? BigInt(`0x${hex}`) : undefined;
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

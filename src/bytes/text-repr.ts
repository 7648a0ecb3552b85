/** What Python's `repr` escapes: anything it does not call printable. */
const UNPRINTABLE = /[\\\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

const NAMED: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Python's `repr` of a str. */
export function pythonTextRepr(text: string): string {
  const quote = quoteFor(text);
  const escaped = text.replace(UNPRINTABLE, (character) => NAMED.get(character) ?? escapeOf(character));
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

/** Python's `repr` of bytes. */
export function pythonBytesRepr(bytes: Uint8Array): string {
  const parts: string[] = [];
  let single = false;
  let double = false;
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    single ||= character === "'";
    double ||= character === '"';
    const named = NAMED.get(character);
    if (named !== undefined) parts.push(named);
    else parts.push(byte < 0x20 || byte > 0x7e ? escapeOf(character) : character);
  }
  if (single && double) return `b'${parts.map((part) => (part === "'" ? "\\'" : part)).join('')}'`;
  const quote = single ? '"' : "'";
  return `b${quote}${parts.join('')}${quote}`;
}

function quoteFor(text: string): string {
  return text.includes("'") && !text.includes('"') ? '"' : "'";
}

function escapeOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const hex = codePoint.toString(16);
  if (codePoint > 0xffff) return `\\U${hex.padStart(8, '0')}`;
  return codePoint > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`;
}

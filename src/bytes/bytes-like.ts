/** Bytes in any of the forms JavaScript has. */
export type Bytes = Uint8Array | ArrayBuffer | ArrayBufferView;

/**
 * Bytes whose memory is an `ArrayBuffer`, as a `Blob`, a `Response` or `fetch` takes them: `Uint8Array<ArrayBuffer>`.
 * TypeScript before 5.7 has no such type, and there it is `Uint8Array`.
 */
export type OwnBytes = ReturnType<Uint8ArrayConstructor['from']>;

/** The bytes of any form, without a copy. */
export function toUint8Array(data: Bytes): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (isArrayBuffer(data)) return new Uint8Array(data);
  throw notBytes('a bytes-like object is required', data);
}

/** The error for a value that is not bytes. For a string it says what to do. */
export function notBytes(needed: string, given: unknown): TypeError {
  const hint =
    typeof given === 'string'
      ? ": Buffer.from(text, 'base64') or 'hex' if it is written so; a pickle that was decoded as text has lost bytes," +
        ' so read or fetch it as bytes'
      : '';
  return new TypeError(`${needed}, not ${given === null ? 'null' : typeof given}${hint}`);
}

/** The bytes; a copy if another thread or a codec could change or shrink the memory while it is read. */
export function stableBytes(data: Bytes): Uint8Array {
  const bytes = toUint8Array(data);
  const buffer: ArrayBufferLike & { readonly resizable?: boolean } = bytes.buffer;
  const isShared = typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
  if (!isShared && buffer.resizable !== true) return bytes;
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}

/** Whether a value is an ArrayBuffer, shared or not, of this realm or another. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  if (typeof value !== 'object' || value === null) return false;
  const tag = Object.prototype.toString.call(value);
  return tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]';
}

/**
 * The two halves of a recipe of docs/numpy.md, as they are printed there.
 *
 * @module
 */

/** The recipe for a service and a page. */
export interface Recipe {
  /** The code of the service, in Python. */
  readonly service: string;
  /** The function of the page. */
  unpacked(body: ArrayBuffer): Uint8Array[];
}

/** Takes the recipe out of the document. */
export async function recipe(document: string): Promise<Recipe> {
  const [, service] = /```python\n(import pickle, struct\n.*?)```/s.exec(document) ?? [];
  const [, body] = /function unpacked\(body: ArrayBuffer\): Uint8Array\[\] \{\n(.*?)\n\}\n/s.exec(document) ?? [];
  if (service === undefined || body === undefined) throw new Error('docs/numpy.md has no recipe for FastAPI');
  // Without the one type in it; the rest is JavaScript.
  const code = `export function unpacked(body) {\n${body.replace(': Uint8Array[]', '')}\n}`;
  const page: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const run: unknown = Reflect.get(Object(page), 'unpacked');
  return {
    service,
    unpacked(bytes) {
      const parts: unknown = typeof run === 'function' ? run(bytes) : undefined;
      if (!Array.isArray(parts) || !parts.every((part) => part instanceof Uint8Array)) throw new Error('no parts');
      return parts;
    },
  };
}

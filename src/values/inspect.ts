/** The symbol under which Node, Deno and Bun look for an object's own way to be shown. */
export const inspectCustom: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** `Name { field: value }` of the fields that are there; `Name [Object]` where inspection goes no deeper. */
export function inspectFields(
  name: string,
  fields: Readonly<Record<string, unknown>>,
  depth: number,
  options: object,
  inspect: Inspect,
): string {
  const shown = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return `${name} ${depth < 0 ? '[Object]' : inspect(shown, { ...options, depth })}`;
}

/** What Node passes as the third argument: its own `inspect`. Without a depth of its own it starts anew. */
export type Inspect = (value: unknown, options?: object) => string;

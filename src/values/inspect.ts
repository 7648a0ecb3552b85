/** The symbol under which Node, Deno and Bun look for an object's own way to be shown. */
export const inspectCustom: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** What Node passes as the third argument: its own `inspect`. */
export type Inspect = (value: unknown, options?: object) => string;

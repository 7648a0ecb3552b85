/** The symbol under which Node, Deno and Bun look for an object's own way to be shown. */
export const inspectCustom: unique symbol = Symbol.for('nodejs.util.inspect.custom');

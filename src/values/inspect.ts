/** The symbol of the method by which an object defines its inspection in Node, Deno and Bun. */
export const inspectCustom: unique symbol = Symbol.for('nodejs.util.inspect.custom');

import type { LiteralObjects } from '../inspect/literal.ts';

/** A call, a class, or one of Python's singletons that JSON lacks: what makes an object, or may be in a string. */
const OBJECT = /\w\s*\(|<class|Ellipsis|NotImplemented/;

/** The objects that literals in a text may make. JSON has none, and starts without what makes them. */
export async function objectsIn(text: string): Promise<LiteralObjects | undefined> {
  return OBJECT.test(text) ? (await import('../inspect/literal-objects.ts')).LITERAL_OBJECTS : undefined;
}

/**
 * A regular expression that is made when it is first used.
 *
 * Engines check a literal while they read the module, wherever the literal is. For properties of characters
 * (`\p{ID_Start}`) that takes V8 up to a millisecond.
 */
export function lateRegExp(source: string, flags: string): () => RegExp {
  let made: RegExp | undefined;
  return () => {
    made ??= new RegExp(source, flags);
    return made;
  };
}

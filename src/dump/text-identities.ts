import type { IdentifiedText } from '../values/identified-text.ts';

/** Which object each str of a pickle is, where equal strs are several. It serves one pickle. */
export interface TextIdentities {
  /** The object at the next occurrence of a text; `undefined` if all that are equal are one. */
  next(text: string): IdentifiedText | undefined;
  /** That of the next pickle inside. */
  inside(): TextIdentities | undefined;
}

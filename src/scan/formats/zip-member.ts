/** A member of a zip archive, as its own header has it, or the directory. */
export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  /** Where its packed data begin and end in the source. */
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

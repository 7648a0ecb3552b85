import { PickleError } from '../errors.ts';

/** A text that is read from its beginning to its end, and what tells where in it an error is. */
export class LiteralText {
  readonly text: string;
  at = 0;
  private readonly what: string | ((message: string) => PickleError);

  /** @param what - How errors name the text; or the error of a message. */
  constructor(text: string, what: string | ((message: string) => PickleError)) {
    this.text = text;
    this.what = what;
  }

  /** What a sticky expression finds here. In it, only single classes are repeated: V8's stack is not for more. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }

  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** The next character; empty at the end. */
  peek(): string {
    return this.text[this.at] ?? '';
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** An error at this place. */
  refuse(message: string): PickleError {
    if (typeof this.what === 'function') return this.what(message);
    const line = countOf('\n', this.text, this.at) + 1;
    const column = this.at - (this.at === 0 ? -1 : this.text.lastIndexOf('\n', this.at - 1));
    return new PickleError('bad-literal', `${this.what}: ${message} (line ${line}, column ${column})`);
  }
}

function countOf(char: string, text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0 && at < end; at = text.indexOf(char, at + 1)) count++;
  return count;
}

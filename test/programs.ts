/** Random programs of opcodes that mostly run to their end: what a pickler never writes, and a machine has to run. */
import fc from 'fast-check';

type Kind = 'text' | 'atom' | 'float' | 'list' | 'dict' | 'set' | 'tuple' | 'class' | 'object' | 'bytearray';

const SHORT = ['a', 'b', 'key', '', 'spam and eggs', 'x'.repeat(60)];

/** Numbers that choices are made by; at their end every choice is the first. */
class Tape {
  private at = 0;
  private readonly numbers: readonly number[];

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  get isAtEnd(): boolean {
    return this.at >= this.numbers.length;
  }

  below(bound: number): number {
    return (this.numbers[this.at++] ?? 0) % bound;
  }

  of<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }
}

/** Writes opcodes, and keeps what is on the stack and in the memo, so that most of them find what they need. */
class Author {
  text = '';
  private readonly tape: Tape;
  private readonly stack: (Kind | 'mark')[] = [];
  private readonly memo = new Map<number, Kind>();
  private readonly steps: readonly [() => void, ...(() => void)[]] = [
    ...([() => this.atom(), () => this.atom(), () => this.texts(), () => this.ints(), () => this.floats()] as const),
    ...([() => this.container(), () => this.container(), () => this.close(), () => this.close()] as const),
    ...[() => this.put(), () => this.put(), () => this.get(), () => this.get(), () => this.close()],
    ...[() => this.tuple(), () => this.object(), () => this.add(), () => this.build(), () => this.drop()],
    ...[() => this.mark(), () => this.frame(), () => this.entries(), () => this.legacy(), () => this.anything()],
  ];

  constructor(tape: Tape) {
    this.tape = tape;
  }

  step(): void {
    this.tape.of(this.steps)();
  }

  /** Closes what is open, and puts all into one tuple. */
  end(): string {
    while (this.stack.includes('mark')) this.close();
    return `\x80\x04(${this.text}t.`;
  }

  /** Now and then an opcode that may find nothing to do its work on. */
  private anything(): void {
    this.text += this.tape.of([
      '0',
      '1',
      '2',
      'a',
      's',
      'e',
      'u',
      't',
      'l',
      'd',
      'b',
      'R',
      '\x81',
      '\x90',
      '\x91',
      '\x94',
    ]);
  }

  private push(code: string, kind: Kind | 'mark'): void {
    this.text += code;
    this.stack.push(kind);
  }

  private top(depth = 0): Kind | 'mark' {
    return this.stack.at(-1 - depth) ?? 'mark';
  }

  private atom(): void {
    const { tape } = this;
    this.push(
      tape.of([
        'N',
        '\x88',
        'K\x05',
        'M\x01\x02',
        'J\xff\xff\xff\xff',
        '\x8a\x01\x80',
        '\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01',
        'C\x02xy',
      ]),
      'atom',
    );
  }

  private texts(): void {
    const { tape } = this;
    const isShort = tape.below(4) > 0;
    for (let count = 1 + tape.below(12); count > 0; count--) {
      const text = tape.below(8) === 0 ? '\xc3\xa9' : tape.of(['a', ...SHORT]);
      const head = isShort ? `\x8c${String.fromCharCode(text.length)}` : `X${String.fromCharCode(text.length)}\0\0\0`;
      this.push(head + text, 'text');
      if (tape.below(10) < 8) this.memoize();
    }
  }

  private ints(): void {
    const { tape } = this;
    for (let count = 1 + tape.below(9); count > 0; count--)
      this.push(tape.of(['K\x01', 'K\xff', 'M\x01\x02', 'J\x01\x02\x03\x04']), 'atom');
  }

  private floats(): void {
    const { tape } = this;
    for (let count = 1 + tape.below(5); count > 0; count--)
      this.push(tape.of(['G?\xf8\0\0\0\0\0\0', 'G@\0\0\0\0\0\0\0', 'G\x80\0\0\0\0\0\0\0']), 'float');
  }

  private container(): void {
    const { tape } = this;
    const [code, kind] = tape.of<[string, Kind]>([
      [']', 'list'],
      [']', 'list'],
      ['}', 'dict'],
      ['}', 'dict'],
      ['\x8f', 'set'],
      ['\x96\x02\0\0\0\0\0\0\0xy', 'bytearray'],
    ]);
    this.push(code, kind);
    if (tape.below(4) > 0) this.put();
    if (tape.below(4) > 0) this.mark();
  }

  private mark(): void {
    this.push('(', 'mark');
  }

  /** Closes the newest mark, as a rule by the opcode for what it stands on. */
  private close(): void {
    const { tape, stack } = this;
    const mark = stack.lastIndexOf('mark');
    if (mark < 0) return;
    const target = stack[mark - 1];
    const isOdd = (stack.length - mark) % 2 === 0;
    const plain = tape.below(8) > 0;
    if (plain && (target === 'list' || target === 'bytearray')) {
      stack.length = mark;
      this.text += 'e';
      if (tape.below(4) === 0) this.mark();
    } else if (plain && (target === 'dict' || target === 'object')) {
      if (isOdd) this.atom();
      stack.length = mark;
      this.text += 'u';
      if (tape.below(4) === 0) this.mark();
      else if (stack[mark - 2] === 'object' && tape.below(4) > 0) this.build();
    } else if (plain && target === 'set') {
      stack.length = mark;
      this.text += '\x90';
    } else {
      const [code, kind] = tape.of<[string, Kind | undefined]>([
        ['t', 'tuple'],
        ['l', 'list'],
        ['\x91', 'tuple'],
        ['1', undefined],
        ['d', 'dict'],
      ]);
      if (code === 'd' && isOdd) this.atom();
      stack.length = mark;
      if (kind === undefined) this.text += code;
      else this.push(code, kind);
    }
  }

  private put(): void {
    if (this.top() === 'mark') return;
    if (this.tape.below(3) > 0) this.memoize();
    else this.putAt(this.index());
  }

  private memoize(): void {
    this.text += '\x94';
    this.store(this.memo.size);
  }

  /** The next number, one that is taken, one behind a gap, or any. */
  private index(): number {
    const { tape, memo } = this;
    const next = Math.max(-1, ...memo.keys()) + 1;
    return tape.of([
      next,
      memo.size,
      tape.below(8),
      next + 1 + tape.below(4),
      tape.below(300),
      1000 + tape.below(3000),
    ]);
  }

  private putAt(index: number): void {
    const form = this.tape.below(6);
    if (form === 0) this.text += `p${index}\n`;
    else this.text += index < 256 && form < 5 ? `q${String.fromCharCode(index)}` : `r${four(index)}`;
    this.store(index);
  }

  private store(index: number): void {
    const kind = this.top();
    if (kind !== 'mark') this.memo.set(index, kind);
  }

  private get(): void {
    const { tape, memo } = this;
    if (memo.size === 0) return;
    const indexes = [...memo.keys()];
    const index = tape.below(20) === 0 ? tape.below(30) : (indexes[tape.below(indexes.length)] ?? 0);
    const form = tape.below(6);
    const code =
      form === 0 ? `g${index}\n` : index < 256 && form < 5 ? `h${String.fromCharCode(index)}` : `j${four(index)}`;
    this.push(code, memo.get(index) ?? 'atom');
  }

  private tuple(): void {
    const { tape, stack } = this;
    const count = tape.below(4);
    if (stack.slice(stack.length - count).includes('mark') || stack.length < count) return;
    stack.length -= count;
    this.push(tape.of([[')', '\x85', '\x86', '\x87'][count] ?? ')']), 'tuple');
    if (tape.below(3) > 0) this.put();
  }

  private object(): void {
    const { tape } = this;
    const isKnown = tape.below(3) > 0;
    this.text += isKnown ? tape.of(['cm\nBox\n', '\x8c\x01m\x8c\x03Box\x93']) : 'cm\nOther\n';
    if (tape.below(4) === 0) {
      this.stack.push('class');
      this.put();
      this.stack.pop();
    }
    this.push(isKnown ? ')\x81' : tape.of([')R', ')\x81', ')}\x92']), 'object');
    if (tape.below(4) > 0) this.put();
    if (tape.below(4) === 0) return;
    this.push('}', 'dict');
    if (tape.below(4) > 0) this.put();
    this.mark();
    for (let count = tape.below(4); count > 0; count--) {
      this.push(tape.of(['\x8c\x01a', '\x8c\x01b', '\x8c\x05fixed', 'X\x01\0\0\0c']), 'text');
      if (tape.below(3) > 0) this.put();
      if (tape.below(2) > 0) this.atom();
      else this.push('K\x03', 'atom');
    }
  }

  private build(): void {
    if (this.top(1) !== 'object' || this.top() === 'mark') return;
    this.text += 'b';
    this.stack.pop();
  }

  private add(): void {
    const target = this.top(1);
    if (this.top() === 'mark') return;
    if (target === 'list' || target === 'object' || target === 'bytearray') {
      this.text += 'a';
      this.stack.pop();
    } else if (this.top(2) === 'dict' && target !== 'mark') {
      this.text += 's';
      this.stack.length -= 2;
    }
  }

  private entries(): void {
    const { tape, stack } = this;
    const mark = stack.lastIndexOf('mark');
    if (stack[mark - 1] !== 'dict') return;
    for (let count = 1 + tape.below(4); count > 0; count--) {
      if ((stack.length - mark) % 2 === 0) this.atom();
      this.push(tape.of(['\x8c\x01a', '\x8c\x03key', 'K\x01', 'K\x02', 'G?\xf0\0\0\0\0\0\0']), 'text');
      if (tape.below(4) > 0) this.put();
      if (tape.below(4) === 0) this.get();
      else this.atom();
    }
  }

  private drop(): void {
    const { tape } = this;
    if (this.top() === 'mark' || tape.below(3) > 0) {
      if (this.top() === 'mark') return;
      this.push('2', this.top());
      return;
    }
    this.text += '0';
    this.stack.pop();
  }

  private frame(): void {
    const { tape } = this;
    this.text += `\x95${String.fromCharCode(tape.of([0, 1, 2, 9, 200]))}${'\0'.repeat(7)}`;
  }

  private legacy(): void {
    const { tape } = this;
    this.push(
      tape.of(['I5\n', 'L7L\n', 'F1.5\n', 'F2\n', 'Vabc\n', "S'abc'\n", 'U\x02ab', 'T\x02\0\0\0cd', 'I01\n']),
      'atom',
    );
  }
}

function four(index: number): string {
  return String.fromCharCode(index & 0xff, (index >> 8) & 0xff, (index >> 16) & 0xff, index >>> 24);
}

/** The program that these numbers choose. */
export function programOf(numbers: readonly number[]): Uint8Array {
  const tape = new Tape(numbers);
  const author = new Author(tape);
  while (!tape.isAtEnd) author.step();
  return Uint8Array.from(author.end(), (unit) => unit.charCodeAt(0));
}

/** Random programs, which shrink to shorter ones. */
export const program: fc.Arbitrary<Uint8Array> = fc
  .array(fc.nat(0xffff), { minLength: 1, maxLength: 160, size: 'max' })
  .map(programOf);

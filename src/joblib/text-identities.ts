import type { TextIdentities } from '../dump/text-identities.ts';
import { numpy } from '../numpy/family.ts';
import { type GenopsOptions, genops, type Op } from '../opcodes/genops.ts';
import * as op from '../opcodes.ts';
import { loads } from '../pickle/loads.ts';
import { IdentifiedText } from '../values/identified-text.ts';
import { Gaps } from './gaps.ts';

const TEXTS: ReadonlySet<number> = new Set([op.UNICODE, op.BINUNICODE, op.SHORT_BINUNICODE, op.BINUNICODE8]);
const PUTS: ReadonlySet<number> = new Set([op.PUT, op.BINPUT, op.LONG_BINPUT]);
const GETS: ReadonlySet<number> = new Set([op.GET, op.BINGET, op.LONG_BINGET]);

/** A str in a pickle, which may contain others with the same text. */
interface TextObject {
  readonly text: string;
  readonly number: number;
}

/** For each text of which there are several objects, the number of the object at each occurrence, in order. */
type ObjectNumbers = ReadonlyMap<string, readonly number[]>;

/**
 * Which object each str of a file of joblib is, for texts of which there are several objects. Texts that are also the
 * name of a global are left out.
 *
 * @param file - Uncompressed.
 */
export function textIdentitiesOf(file: Uint8Array): TextIdentities {
  const gaps = new Gaps();
  loads<unknown>(file, { codecs: [gaps.codec(numpy)], encoding: 'latin1' });
  const pickles = gaps.pickles.sort((a, b) => a - b);
  const inside = pickles.map((offset) => new Identities(numbersOf(file, { offset })));
  return new Identities(numbersOf(file, { trailing: gaps.trailing }), inside);
}

class Identities implements TextIdentities {
  private readonly numbers: ObjectNumbers;
  private readonly pickles: Iterator<Identities>;
  private readonly objects = new Map<string, IdentifiedText[]>();
  private readonly counts = new Map<string, number>();

  constructor(numbers: ObjectNumbers, pickles: readonly Identities[] = []) {
    this.numbers = numbers;
    this.pickles = pickles.values();
  }

  next(text: string): IdentifiedText | undefined {
    const numbers = this.numbers.get(text);
    if (numbers === undefined) return undefined;
    const count = this.counts.get(text) ?? 0;
    this.counts.set(text, count + 1);
    // After the known occurrences, it is the last object.
    const number = numbers[count] ?? numbers.at(-1) ?? 0;
    const objects = this.objects.get(text) ?? [];
    this.objects.set(text, objects);
    objects[number] ??= IdentifiedText.copyOf(text);
    return objects[number];
  }

  inside(): TextIdentities | undefined {
    const { value, done } = this.pickles.next();
    return done === true ? undefined : value;
  }
}

function numbersOf(file: Uint8Array, options: GenopsOptions): ObjectNumbers {
  const strs = new Strs();
  for (const step of genops(file, options)) strs.add(step);
  return strs.severalObjects();
}

/** The strs of a pickle, in order. */
class Strs {
  private readonly memo = new Map<number, TextObject>();
  private memoSize = 0;
  /** How many objects there are of each text. */
  private readonly counts = new Map<string, number>();
  private readonly occurrences: TextObject[] = [];
  /** Those that are the module or the name of a global. */
  private readonly names = new Set<TextObject>();
  /** What the previous opcode pushed, if it is a str. */
  private newest: TextObject | undefined;

  add({ opcode: { code }, arg }: Op): void {
    if (code === op.MEMOIZE || PUTS.has(code)) {
      const index = code === op.MEMOIZE ? this.memoSize : Number(arg);
      this.memoSize++;
      if (this.newest !== undefined) this.memo.set(index, this.newest);
      return;
    }
    if (code === op.STACK_GLOBAL) for (const name of this.occurrences.splice(-2)) this.names.add(name);
    this.newest = TEXTS.has(code) ? this.made(String(arg)) : undefined;
    const pushed = this.newest ?? (GETS.has(code) ? this.memo.get(Number(arg)) : undefined);
    if (pushed !== undefined) this.occurrences.push(pushed);
  }

  private made(text: string): TextObject {
    const number = this.counts.get(text) ?? 0;
    this.counts.set(text, number + 1);
    return { text, number };
  }

  severalObjects(): Map<string, number[]> {
    const found = new Map<string, number[]>();
    const shared = new Set<string>();
    for (const object of this.occurrences) {
      const { text, number } = object;
      if (this.names.has(object)) shared.add(text);
      if ((this.counts.get(text) ?? 0) < 2) continue;
      const numbers = found.get(text);
      if (numbers === undefined) found.set(text, [number]);
      else numbers.push(number);
    }
    // The writer of globals decides about their names.
    for (const text of shared) found.delete(text);
    return found;
  }
}

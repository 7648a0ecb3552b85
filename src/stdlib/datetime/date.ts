import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../../values/repr.ts';
import { order, refuseOperator } from '../numbers/number-order.ts';
import { checkDate, isoDate, temporal } from './calendar.ts';

/** Python's `datetime.date`. */
export class PyDate implements PythonKey, PythonRepr {
  /** 1 to 9999 */
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly day: number;

  /** @throws RangeError if there is no such date in the years 1 to 9999. */
  constructor(year: number, month: number, day: number) {
    checkDate(year, month, day);
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** Midnight in UTC, as JavaScript reads a date without a time. */
  toDate(): Date {
    const date = new Date(0);
    date.setUTCFullYear(this.year, this.month - 1, this.day);
    return date;
  }

  /** A `Temporal.PlainDate`, from the given `Temporal` or that of the runtime. */
  toTemporal(): unknown;
  toTemporal<T>(namespace: { readonly PlainDate: new (...args: never[]) => T }): T;
  toTemporal(namespace?: object): unknown {
    return temporal(namespace, 'PlainDate', [this.year, this.month, this.day]);
  }

  /**
   * -1, 0 or 1 if this is before, equal to or after the other.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   */
  compare(other: PyDate): -1 | 0 | 1 {
    if (!(other instanceof PyDate)) throw new TypeError('a PyDate is compared with PyDates only');
    return order(this.toDate().getTime(), other.toDate().getTime());
  }

  /** Python's `==`. */
  equals(other: unknown): boolean {
    return other instanceof PyDate && this.compare(other) === 0;
  }

  /** @throws TypeError always: use {@link PyDate.toDate}. */
  valueOf(): never {
    return refuseOperator('PyDate');
  }

  /** Python's `isoformat()`: `2024-02-29`. */
  toJSON(): string {
    return isoDate(this.year, this.month, this.day);
  }

  /** Python's `str`: `2024-02-29`. */
  toString(): string {
    return this.toJSON();
  }

  [reprParts](): ReprParts {
    return reprText(`datetime.date(${this.year}, ${this.month}, ${this.day})`);
  }

  [pythonKey](): readonly unknown[] {
    return ['datetime.date', this.year, this.month, this.day];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

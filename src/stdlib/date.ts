import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { checkDate, isoDate, temporal } from './calendar.ts';

/** Python's `datetime.date`. */
export class PyDate implements PythonKey {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  /** @throws RangeError for what is no date of the years 1 to 9999. */
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

  /** A `Temporal.PlainDate`, of the `Temporal` given or that of the runtime. */
  toTemporal(): unknown;
  toTemporal<T>(namespace: { readonly PlainDate: new (...args: never[]) => T }): T;
  toTemporal(namespace?: object): unknown {
    return temporal(namespace, 'PlainDate', [this.year, this.month, this.day]);
  }

  /** Python's `isoformat()`: `2024-02-29`. */
  toJSON(): string {
    return isoDate(this.year, this.month, this.day);
  }

  /** Python's `repr`. */
  toString(): string {
    return `datetime.date(${this.year}, ${this.month}, ${this.day})`;
  }

  [pythonKey](): readonly unknown[] {
    return ['datetime.date', this.year, this.month, this.day];
  }

  [inspectCustom](): string {
    return `PyDate ${this.toJSON()}`;
  }
}

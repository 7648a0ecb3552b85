import { pythonClass } from '../codec/class.ts';
import type { FamilyMember } from '../codec/family.ts';
import { pythonFunction } from '../codec/function.ts';
import type { Reduction } from '../codec/reduction.ts';
import { attributeNameOf } from '../values/attribute-key.ts';
import { Float } from '../values/float.ts';
import { Global } from '../values/global.ts';
import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprParts } from '../values/repr.ts';
import { defineAttribute, withState } from './functions/attributes.ts';
import { Verbatim } from './types.ts';

/** Attributes that are floats in Python. In new Pythons `msecs` is always a whole number. */
const FLOATS: ReadonlySet<string> = /* @__PURE__ */ new Set(['created', 'msecs', 'relativeCreated']);

const GET_LOGGER = /* @__PURE__ */ Global.of('logging.getLogger');

/** Python's `logging.LogRecord`: its attributes, `name`, `msg`, `args`, `levelname`..., are the object's properties. */
export class LogRecord implements PythonRepr {
  /** The attributes by name. */
  [name: string]: unknown;

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const { name, levelno, pathname, lineno, msg } = this;
    const values = [name, levelno, pathname, lineno, msg].map((value) =>
      typeof value === 'string' ? new Verbatim(value) : value,
    );
    return { values, text: (at) => ['<LogRecord: ', ', ', ', ', ', ', ', "', '">'][at] ?? '' };
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `logging.Logger`. A pickle contains only its name. */
export class Logger implements PythonKey {
  /** `app.db`; null for the root logger. */
  readonly name: string | null;

  /** @param name - `app.db`; null for the root logger. */
  constructor(name: string | null = null) {
    this.name = name;
  }

  /** The name; `root` for the root logger. */
  toJSON(): string {
    return this.name ?? 'root';
  }

  /** Python's `repr` without the level, which a pickle does not have. */
  toString(): string {
    return this.name === null ? '<RootLogger root>' : `<Logger ${this.name}>`;
  }

  /** Python has one logger for each name. */
  [pythonKey](): readonly unknown[] {
    return ['logging.Logger', this.name];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `logging`. */
export function logging(): readonly FamilyMember[] {
  return [
    pythonClass('logging.LogRecord', LogRecord, {
      call: () => undefined,
      setState(self, state) {
        for (const [name, value] of withState(undefined, state, attributeNameOf) ?? []) {
          defineAttribute(self, name, value, 'attribute name must be string');
        }
      },
      getState(self) {
        const entries = Object.entries(self).map(([name, value]): [string, unknown] => [
          name,
          FLOATS.has(name) && typeof value === 'number' ? new Float(value) : value,
        ]);
        return entries.length === 0 ? undefined : new Map(entries);
      },
    }),
    pythonClass('logging.Logger', Logger, {
      call: () => undefined,
      create: () => undefined,
      reduce: ({ name }): Reduction => ({ callable: GET_LOGGER, args: name === null ? [] : [name] }),
    }),
    pythonFunction('logging.getLogger', undefined, {
      call([name, ...more]) {
        if (more.length > 0 || (name !== undefined && typeof name !== 'string')) return undefined;
        return new Logger(name);
      },
    }),
  ];
}

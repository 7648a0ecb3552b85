import { type ClassHooks, pythonClass } from '../../codec/class.ts';
import type { DumpContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { pythonOrder } from '../../values/order.ts';
import { inspected, type PythonRepr, type ReprParts, reprCall, reprParts } from '../../values/repr.ts';
import { createByCall, MOST_ARGUMENTS } from '../call-arguments.ts';
import { type Order, order, refuseOperator } from '../numbers/number-order.ts';
import { type SplitPath, splitWindows } from './windows-path.ts';

/** The common base of all paths of Python's `pathlib`. It does not touch the file system. */
export abstract class PurePath implements PythonKey, PythonRepr {
  /** The constructor's arguments. */
  readonly segments: readonly string[];

  /** @param segments - The arguments of Python's constructor, each a path or a part of one. */
  constructor(...segments: string[]) {
    this.segments = segments;
  }

  protected abstract split(): SplitPath;
  protected abstract readonly separator: string;
  /** The text by which paths are compared. */
  protected abstract readonly compared: string;
  protected abstract readonly pythonName: string;

  /** The path as a string, as Python's `str(path)`. */
  get path(): string {
    const { drive, root, names } = this.split();
    const text = drive + root + names.join(this.separator);
    if (text === '') return '.';
    // `.\C:name` is a name, whereas `C:name` would have a drive.
    const isRelative = drive === '' && root === '';
    return isRelative && this.separator === '\\' && /^.:/s.test(names[0] ?? '') ? `.\\${text}` : text;
  }

  /** The anchor, if there is one, and the names. */
  get parts(): string[] {
    const { drive, root, names } = this.split();
    return drive + root === '' ? [...names] : [drive + root, ...names];
  }

  /** The last name; empty for a root. */
  get name(): string {
    return this.split().names.at(-1) ?? '';
  }

  /** Python's `str`: the path. */
  toJSON(): string {
    return this.path;
  }

  /** Python's `str`: the path. */
  toString(): string {
    return this.path;
  }

  /**
   * -1, 0 or 1 if this is before, equal to or after the other: part by part; on Windows the case of letters does not
   * matter.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError if it is not a path, or one of the other system.
   */
  compare(other: PurePath): Order {
    if (!(other instanceof PurePath) || other.separator !== this.separator) {
      throw new TypeError(`a ${this.pythonName} is compared with paths of the same system only`);
    }
    const [mine, theirs] = [this.compared.split(this.separator), other.compared.split(this.separator)];
    for (const [at, part] of mine.slice(0, theirs.length).entries()) {
      const found = pythonOrder(part, theirs[at] ?? '') ?? 0;
      if (found !== 0) return order(found, 0);
    }
    return order(mine.length, theirs.length);
  }

  /** Python's `==`. */
  equals(other: unknown): boolean {
    return other instanceof PurePath && other.separator === this.separator && other.compared === this.compared;
  }

  /** @throws TypeError always. */
  valueOf(): never {
    return refuseOperator(this.pythonName);
  }

  [reprParts](): ReprParts {
    return reprCall(this.pythonName, [this.path.replaceAll(this.separator, '/')]);
  }

  abstract [pythonKey](): readonly unknown[];

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `pathlib.PurePosixPath`. */
export class PurePosixPath extends PurePath {
  protected readonly separator: string = '/';
  protected readonly pythonName: string = 'PurePosixPath';

  protected split(): SplitPath {
    let text = '';
    for (const segment of this.segments) text = joined(text, segment);
    const root = /^\/\/(?!\/)/.test(text) ? '//' : text.startsWith('/') ? '/' : '';
    return { drive: '', root, names: text.split('/').filter((name) => name !== '' && name !== '.') };
  }

  protected get compared(): string {
    return this.path;
  }

  [pythonKey](): readonly unknown[] {
    return ['pathlib.posix', this.compared];
  }
}

/** Python's `pathlib.PosixPath`: what `pathlib.Path` is on Linux and macOS. */
export class PosixPath extends PurePosixPath {
  protected override readonly pythonName: string = 'PosixPath';
}

/** Python's `pathlib.PureWindowsPath`. */
export class PureWindowsPath extends PurePath {
  protected readonly separator: string = '\\';
  protected readonly pythonName: string = 'PureWindowsPath';

  protected split(): SplitPath {
    return splitWindows(this.segments);
  }

  /** Windows paths are compared without regard to case. */
  protected get compared(): string {
    return this.path.toLowerCase();
  }

  [pythonKey](): readonly unknown[] {
    return ['pathlib.windows', this.compared];
  }
}

/** Python's `pathlib.WindowsPath`: what `pathlib.Path` is on Windows. */
export class WindowsPath extends PureWindowsPath {
  protected override readonly pythonName: string = 'WindowsPath';
}

/** The classes of Python's `pathlib`. */
export function pathlib(): readonly FamilyMember[] {
  return [
    pathCodec('PurePosixPath', PurePosixPath),
    pathCodec('PosixPath', PosixPath),
    pathCodec('PureWindowsPath', PureWindowsPath),
    pathCodec('WindowsPath', WindowsPath),
  ];
}

function pathCodec(name: string, type: new (...segments: string[]) => PurePath): FamilyMember {
  const in313 = new Global('pathlib._local', name);
  const hooks: ClassHooks<PurePath> = {
    aliases: [`pathlib._local.${name}`],
    call(args) {
      if (args.length > MOST_ARGUMENTS) return undefined;
      const segments = args.map(segmentOf);
      return segments.every((segment) => segment !== undefined) ? new type(...segments) : undefined;
    },
    create: createByCall,
    reduce: (path, { minor }: DumpContext): Reduction => ({
      callable: minor === 13 ? in313 : type,
      // Before 3.13 Python split a path into its parts when it was made.
      args: minor < 13 ? path.parts : path.segments,
    }),
  };
  return pythonClass(`pathlib.${name}`, type, hooks);
}

function joined(path: string, more: string): string {
  if (more.startsWith('/') || path === '') return more;
  return path.endsWith('/') ? path + more : `${path}/${more}`;
}

/** `undefined` for objects of other classes, which may have `__fspath__`. */
function segmentOf(segment: unknown): string | undefined {
  if (typeof segment === 'string') return segment;
  return segment instanceof PurePath ? segment.path : undefined;
}

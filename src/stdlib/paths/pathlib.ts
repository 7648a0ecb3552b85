import { type ClassHooks, type Codec, type DumpContext, pythonClass, type Reduction } from '../../codec/codec.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprCall, reprParts } from '../../values/repr.ts';
import { createByCall, MOST_ARGUMENTS } from '../call-arguments.ts';
import { type SplitPath, splitWindows } from './windows-path.ts';

/** What all paths of Python's `pathlib` have in common. Nothing here touches a file system. */
export abstract class PurePath implements PythonKey, PythonRepr {
  /** The constructor's arguments. */
  readonly segments: readonly string[];

  constructor(...segments: string[]) {
    this.segments = segments;
  }

  protected abstract split(): SplitPath;
  protected abstract readonly separator: string;
  protected abstract readonly pythonName: string;

  /** The path as a string, as Python's `str(path)`. */
  get path(): string {
    const { drive, root, names } = this.split();
    const text = drive + root + names.join(this.separator);
    if (text === '') return '.';
    // `.\C:name` is a name, where `C:name` would have a drive.
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

  toJSON(): string {
    return this.path;
  }

  /** Python's `str`: the path. */
  toString(): string {
    return this.path;
  }

  [reprParts](): ReprParts {
    return reprCall(this.pythonName, [this.path.replaceAll('\\', '/')]);
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

  [pythonKey](): readonly unknown[] {
    return ['pathlib.posix', this.path];
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

  /** Windows paths are equal whatever the case of their letters. */
  [pythonKey](): readonly unknown[] {
    return ['pathlib.windows', this.path.toLowerCase()];
  }
}

/** Python's `pathlib.WindowsPath`: what `pathlib.Path` is on Windows. */
export class WindowsPath extends PureWindowsPath {
  protected override readonly pythonName: string = 'WindowsPath';
}

/** The classes of Python's `pathlib`. */
export function pathlib(): readonly Codec[] {
  return [
    pathCodec('PurePosixPath', PurePosixPath),
    pathCodec('PosixPath', PosixPath),
    pathCodec('PureWindowsPath', PureWindowsPath),
    pathCodec('WindowsPath', WindowsPath),
  ];
}

function pathCodec(name: string, type: new (...segments: string[]) => PurePath): Codec {
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
      // Before 3.13 Python took a path apart when it was made.
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

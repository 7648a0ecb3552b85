/**
 * The genuine CPython, for tests that ask Python: `pyodide` carries CPython 3.14 with its C pickle and runs inside Node.
 * Nothing is fetched.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { loadPyodide } from 'pyodide';
import { loadPyodide as loadPyodide315 } from 'pyodide-315';

const SETUP = `
import base64, json, pickle, sys, types

def _b(text):
    return base64.b64decode(text)

def _define(name, source):
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(source, module.__dict__)

def _dumps_all(expressions, protocol, scope):
    return json.dumps([base64.b64encode(pickle.dumps(eval(e, scope), protocol)).decode() for e in json.loads(expressions)])

def _repr_all(pickles, options):
    out = []
    for text in json.loads(pickles):
        try:
            out.append(repr(pickle.loads(_b(text), **options)))
        except Exception as e:
            out.append('ERR ' + type(e).__name__ + ': ' + str(e))
    return json.dumps(out)
`;

/** A Python to ask. */
export interface Oracle {
  /** `3.14.2` */
  readonly version: string;
  /** Runs statements in the main module. */
  run(code: string): void;
  /** The value of an expression, by way of JSON. */
  evaluate(expression: string): unknown;
  /** Makes a module whose classes and functions pickle by its name. */
  define(name: string, source: string): void;
  /** `pickle.dumps` of each expression. */
  dumpsAll(expressions: readonly string[], protocol: number): Uint8Array[];
  dumps(expression: string, protocol: number): Uint8Array;
  /** `repr(pickle.loads(...))` of each pickle, or `ERR Type: message`. */
  reprAll(pickles: readonly Uint8Array[], options?: Readonly<Record<string, string>>): string[];
  repr(pickle: Uint8Array, options?: Readonly<Record<string, string>>): string;
  /** Whether a condition holds with `x` the value of a pickle. */
  check(pickle: Uint8Array, condition: string): boolean;
}

let loading: Promise<Oracle> | undefined;
let loading315: Promise<Oracle> | undefined;

/** The Python of this test file: CPython 3.14. */
export function oracle(): Promise<Oracle> {
  loading ??= loadPyodide({ packages: [] }).then((python) =>
    makeOracle(
      (code) => python.runPython(code),
      (name, value) => python.globals.set(name, value),
    ),
  );
  return loading;
}

/** CPython 3.15, of which there is a pre-release. */
export function oracle315(): Promise<Oracle> {
  loading315 ??= loadPyodide315({ packages: [] }).then((python) =>
    makeOracle(
      (code) => python.runPython(code),
      (name, value) => python.globals.set(name, value),
    ),
  );
  return loading315;
}

function makeOracle(run: (code: string) => unknown, set: (name: string, value: string) => void): Oracle {
  run(SETUP);
  const text = (code: string): string => {
    const value: unknown = run(code);
    if (typeof value !== 'string') throw new TypeError(`Python gave no str for ${code.slice(0, 100)}`);
    return value;
  };
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const list = (code: string): string[] => JSON.parse(text(code)) as string[];
  const self: Oracle = {
    version: text('sys.version.split()[0]'),
    run: (code) => void run(code),
    evaluate: (expression) => JSON.parse(text(`json.dumps(${expression})`)) as unknown,
    define: (name, source) => void run(`_define(${JSON.stringify(name)}, ${JSON.stringify(source)})`),
    dumpsAll(expressions, protocol) {
      set('_argument', JSON.stringify(expressions));
      return list(`_dumps_all(_argument, ${protocol}, globals())`).map((b) => new Uint8Array(Buffer.from(b, 'base64')));
    },
    dumps: (expression, protocol) => self.dumpsAll([expression], protocol)[0] as Uint8Array,
    reprAll(pickles, options = {}) {
      set('_argument', JSON.stringify(pickles.map(base64)));
      return list(`_repr_all(_argument, ${JSON.stringify(options)})`);
    },
    repr: (pickle, options) => self.reprAll([pickle], options)[0] as string,
    check(pickle, condition) {
      set('_argument', base64(pickle));
      run('x = pickle.loads(_b(_argument))');
      return text(`str(bool(${condition}))`) === 'True';
    },
  };
  return self;
}

/** A Python of this machine. */
export interface LocalPython {
  readonly command: string;
  /** `3.11` */
  readonly version: string;
}

/** The Pythons 3.8 and up of this machine, one of each minor version; at worst none. */
export function localPythons(): LocalPython[] {
  const found = new Map<string, LocalPython>();
  const pyenv = `${process.env['HOME'] ?? '/root'}/.pyenv/versions`;
  const folders = existsSync(pyenv) ? readdirSync(pyenv).map((name) => `${pyenv}/${name}/bin/python`) : [];
  const names = Array.from({ length: 8 }, (_, i) => `python3.${8 + i}`);
  for (const command of [...folders, ...names, 'python3']) {
    const { status, stdout } = spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
    const version = status === 0 ? stdout.toString().trim() : '';
    if (/^3\.([89]|1\d)$/.test(version) && !found.has(version)) found.set(version, { command, version });
  }
  return [...found.values()];
}

/** Runs a script; its standard output. */
export function runPython({ command }: LocalPython, script: string, input: Uint8Array = new Uint8Array(0)): Buffer {
  const { status, stdout, stderr } = spawnSync(command, ['-c', script], { input, maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${command}: ${stderr.toString()}`);
  return stdout;
}

/** What pickletools says of pickles: measured, and asked of real Pythons. Both sides in one form, to be compared. */
import { PickleError } from '../src/errors.ts';
import { argumentRepr } from '../src/opcodes/argument-repr.ts';
import { type DisOptions, dis } from '../src/opcodes/dis.ts';
import { genops } from '../src/opcodes/genops.ts';
import { optimize } from '../src/opcodes/optimize.ts';
import { pickletoolsDialect } from '../src/opcodes/pickletools-dialect.ts';
import { PythonException } from '../src/opcodes/python-exception.ts';
import type { PythonVersion } from '../src/python-version.ts';
import { fixture } from './fixtures.ts';

type Genops = readonly (readonly [string, string, number])[] | string;

/** What pickletools says of one pickle: output, then `EXC Type: message` if it raises. */
export interface Answers {
  readonly dis: string;
  readonly dis_annotate1: string;
  readonly dis_annotate30_indent2: string;
  readonly optimize: string;
  readonly genops: Genops;
}

interface Measured extends Answers {
  readonly hex: string;
  readonly differs?: Readonly<Record<string, Partial<Answers>>>;
}

/** The measured answers; those of 3.13 stand in the row, where others differ in `differs`. */
export const MEASURED: readonly Measured[] = fixture('pickletools.json.gz');

/** A script for Python: `answers(data)` gives {@link Answers}, and reads counts as a 64-bit Python does. */
export const SCRIPT = `
import io, json, pickletools, sys, types, warnings
warnings.simplefilter('ignore')

class _Bytes(io.BytesIO):
    def read(self, n=-1):
        return super().read(min(n, 2**31 - 1))

pickletools.io = types.SimpleNamespace(BytesIO=_Bytes)
pickletools.sys = types.SimpleNamespace(maxsize=2**63 - 1)

def _exc(e):
    return 'EXC ' + type(e).__name__ + ': ' + str(e)

def _dis(data, **options):
    out = io.StringIO()
    try:
        pickletools.dis(data, out, **options)
    except Exception as e:
        out.write(_exc(e))
    return out.getvalue()

def _optimize(data):
    try:
        return pickletools.optimize(data).hex()
    except Exception as e:
        return _exc(e)

def _genops(data):
    try:
        return [[o.name, repr(a), p] for o, a, p in pickletools.genops(data)]
    except Exception as e:
        return _exc(e)

def answers(data):
    return {
        'dis': _dis(data),
        'dis_annotate1': _dis(data, annotate=1),
        'dis_annotate30_indent2': _dis(data, annotate=30, indentlevel=2),
        'optimize': _optimize(data),
        'genops': _genops(data),
    }

def all_answers(text):
    return json.dumps([answers(bytes.fromhex(h)) for h in json.loads(text)])
`;

/** What this library says of a pickle. */
export function answersOf(bytes: Uint8Array, python: PythonVersion = '3.14'): Answers {
  return {
    dis: disText(bytes, { python }),
    dis_annotate1: disText(bytes, { annotate: 1, python }),
    dis_annotate30_indent2: disText(bytes, { annotate: 30, indentlevel: 2, python }),
    optimize: attempt(() => Buffer.from(optimize(bytes, { python })).toString('hex')),
    genops: attempt(() =>
      Array.from(genops(bytes, { python }), (op): readonly [string, string, number] => [
        op.opcode.name,
        argumentRepr(bytes, op, pickletoolsDialect(python)) || 'None',
        op.offset,
      ]),
    ),
  };
}

function disText(bytes: Uint8Array, options: DisOptions): string {
  let text = '';
  const error = attempt(() => {
    for (const line of dis(bytes, options)) text += line;
    return '';
  });
  return text + error;
}

function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof PickleError) || !(error.cause instanceof PythonException)) throw error;
    if (!error.message.startsWith(error.cause.message))
      throw new Error(`${error.message} hides ${error.cause.message}`);
    return `EXC ${error.cause.name}: ${error.cause.message}`;
  }
}

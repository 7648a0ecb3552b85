"""The parameters of scikit-learn's estimators and their defaults.

python measure_defaults.py > LINES with each scikit-learn, then
python measure_defaults.py NEWEST OLDER OLDEST > src/sklearn/defaults.ts
"""
import inspect, sys, warnings

HEAD = '''/**
 * The parameters of the estimators of scikit-learn and their defaults, as Python's `repr` of them: a line is a class and
 * its parameters in the order of the alphabet. Measured by conformance/joblib/measure_defaults.py with VERSIONS.
 *
 * @module
 */

/** The classes of one version: all of the newest, and of older ones those that differ from it. */
export interface Defaults {
  /** The minor version of scikit-learn 1, from which on these are used. */
  readonly since: number;
  readonly lines: string;
}

/** The newest version first. */
export const DEFAULTS: readonly Defaults[] = ['''


def lines():
    warnings.simplefilter('ignore')
    import sklearn
    from sklearn.utils import all_estimators

    yield sklearn.__version__
    for name, cls in sorted(all_estimators()):
        own = [
            p
            for p in inspect.signature(cls.__init__).parameters.values()
            if p.name != 'self' and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)
        ]
        fields = [
            p.name if p.default is p.empty else f'{p.name}={default(p.default)}'.replace('\\', '\\\\')
            for p in sorted(own, key=lambda p: p.name)
        ]
        assert not any(bad in field for field in fields for bad in ('|', '\n', '`', '${')), fields
        yield '|'.join([name] + fields)


def default(value):
    # The address of a function is another one each time.
    text = repr(value)
    return text[: text.index(' at') + 3] if text.startswith('<function ') else text


def merged(files):
    tables = [open(file).read().splitlines() for file in files]
    newest = set(tables[0][1:])
    versions = [table[0] for table in tables]
    print(HEAD.replace('VERSIONS', ', '.join(versions)))
    minors = [int(version.split('.')[1]) for version in versions]
    # Half way to the next older one that was measured.
    since = [(a + b + 1) // 2 for a, b in zip(minors, minors[1:])] + [0]
    for table, first in zip(tables, since):
        own = table[1:] if table is tables[0] else [line for line in table[1:] if line not in newest]
        print('  {\n    since: %d,\n    lines: `\n%s\n`,\n  },' % (first, '\n'.join(own)))
    print('];')


if __name__ == '__main__':
    if len(sys.argv) > 1:
        merged(sys.argv[1:])
    else:
        print('\n'.join(lines()))

"""CPython's own tests of pickle, with Brine in between.

    python3.13 conformance/pickletester.py [-v] [NAME...]

Runs the classes of `test.pickletester` in three layers. In `graph` each pickle goes through `parse` and `write` of
`brine/tools`: what Python pickles must come out byte for byte, and at every other protocol as Python pickles what it
loads. In `values` it goes through `Unpickler` and `Pickler` of `brine`, and must come out byte for byte. `chunks` is the
same for pickles that arrive in chunks. What Brine refuses, Python must refuse with the same words. Needs Node.js, the built package, and a Python that has its tests.

`pickletester.json` says which methods do not apply in which layer, and which pass with other bytes than Python's, and
why. It is compared both ways: a method that is listed and passes is an error, as is one that never reaches Brine and is
not listed.
"""
import argparse
import collections
import io
import json
import os
import pickle
import sys
import unittest

import bridge

# The folder of this file has folders named numpy and torch, which Python would take for packages.
sys.path.remove(os.path.dirname(os.path.abspath(__file__)))

try:
    from test import pickletester
except ImportError as error:
    sys.exit('this Python has no tests: %s' % error)

ERRORS = (pickle.UnpicklingError,)


def testcase(name, layer, *mixins, **members):
    bases = mixins if issubclass(mixins[0], unittest.TestCase) else (*mixins, unittest.TestCase)
    return type(name, bases, dict(members, layer=layer, bad_stack_errors=ERRORS, truncated_errors=ERRORS))


def by_pickler(self, value, protocol=None, **options):
    file = io.BytesIO()
    self.pickler(file, protocol, **options).dump(value)
    return file.getvalue()


def by_unpickler(self, data, **options):
    return self.unpickler(io.BytesIO(data), **options).load()


def persistent_dumps(self, value, protocol=None):
    class PersistentPickler(self.pickler):
        def persistent_id(_, value):
            return self.persistent_id(value)
    file = io.BytesIO()
    PersistentPickler(file, protocol).dump(value)
    return file.getvalue()


def persistent_loads(self, data, **options):
    class PersistentUnpickler(self.unpickler):
        def persistent_load(_, value):
            return self.persistent_load(value)
    return PersistentUnpickler(io.BytesIO(data), **options).load()


def classes_of(layer):
    """The abstract classes of `test.pickletester`, by way of a layer. Versions differ in which there are."""
    names = bridge.pickling(layer)
    Pickler, Unpickler = names['Pickler'], names['Unpickler']
    both = dict(pickler=Pickler, unpickler=Unpickler)
    files = dict(both, dumps=by_pickler, loads=by_unpickler)
    objects = dict(pickler_class=Pickler, unpickler_class=Unpickler)
    persistent = dict(both, dumps=persistent_dumps, loads=persistent_loads)

    def dispatch_table(make):
        return dict(pickler_class=Pickler, get_dispatch_table=lambda self: make())

    class HookPickler(pickletester.AbstractCustomPicklerClass, Pickler):
        pass

    rows = [
        ('AbstractPickleTests', 'PicklerTests', files),
        ('AbstractUnpickleTests', 'UnpicklerTests', files),
        ('AbstractPicklingErrorTests', 'PicklingErrorTests', files),
        ('AbstractPickleModuleTests', 'ModuleTests', names),
        ('AbstractPersistentPicklerTests', 'PersistentTests', persistent),
        ('AbstractIdentityPersistentPicklerTests', 'IdentityPersistentTests', persistent),
        ('AbstractPicklerUnpicklerObjectTests', 'ObjectTests', objects),
        ('AbstractDispatchTableTests', 'DispatchTableTests', dispatch_table(pickle.dispatch_table.copy)),
        ('AbstractDispatchTableTests', 'ChainDispatchTableTests',
         dispatch_table(lambda: collections.ChainMap({}, pickle.dispatch_table))),
        ('AbstractHookTests', 'HookTests', dict(pickler_class=HookPickler)),
        ('BigmemPickleTests', 'BigmemTests', names),
    ]
    return [testcase(name, layer.command, getattr(pickletester, abstract), **members)
            for abstract, name, members in rows if hasattr(pickletester, abstract)]


class Result(unittest.TestResult):
    """What each method came to: passed, passed with other bytes, failed, skipped by Python, or nothing asked of Brine."""

    def __init__(self):
        super().__init__()
        self.outcomes = {}
        self.problems = collections.defaultdict(list)
        self.differences = {}

    def startTest(self, test):
        super().startTest(test)
        self.begun = bridge.process.exchanges
        self.other_bytes = bridge.process.other_bytes

    def stopTest(self, test):
        super().stopTest(test)
        if test in self.outcomes:
            return
        if self.problems[test]:
            self.outcomes[test] = 'failed'
        elif bridge.process.other_bytes > self.other_bytes:
            self.outcomes[test] = 'other bytes'
            self.differences[test] = bridge.process.last_difference
        else:
            self.outcomes[test] = 'passed' if bridge.process.exchanges > self.begun else 'untouched'

    def addError(self, test, error):
        self.problems[test].append(error)

    addFailure = addError

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.problems[test].append(error)

    def addSkip(self, test, reason):
        test = getattr(test, 'test_case', test)
        if not self.problems[test]:
            self.outcomes[test] = 'skipped: %s' % reason


class Reasons:
    """`pickletester.json`: by reason, methods as `Class.method` of `test.pickletester`; from and before which Python."""

    def __init__(self):
        with open(os.path.join(bridge.HERE, 'pickletester.json')) as file:
            rows = json.load(file)
        self.by_name = {(layer, name): (row.get('outcome', 'does not apply'), row['reason'])
                        for row in rows for layer in row['layers'] for name in row['methods']
                        if tuple(row.get('from', (3,))) <= sys.version_info < tuple(row.get('before', (4,)))}

    def of(self, test):
        """The outcome that is listed, and why; `None` twice for a method that is not."""
        name = test._testMethodName
        for cls in type(test).__mro__:
            if name in vars(cls):
                return self.by_name.get((test.layer, '%s.%s' % (cls.__name__, name)), (None, None))
        return None, None


def name_of(test):
    return '%s.%s.%s' % (test.layer, type(test).__name__, test._testMethodName)


def run(patterns):
    suite = unittest.TestSuite()
    for layer in (bridge.Graph(), bridge.Values(), bridge.Chunks()):
        for cls in classes_of(layer):
            for test in unittest.defaultTestLoader.loadTestsFromTestCase(cls):
                if not patterns or any(pattern in name_of(test) for pattern in patterns):
                    suite.addTest(test)
    tests = list(suite)
    result = Result()
    suite.run(result)
    return tests, result


def judge(outcome, listed):
    """What is counted, and what is wrong about it."""
    if outcome.startswith('skipped: '):
        return 'not applicable', None
    if listed == 'does not apply':
        if outcome in ('passed', 'other bytes'):
            return 'passed', 'is listed as not applicable, and passes'
        return 'not applicable', None
    if outcome == 'untouched':
        return 'not applicable', 'never reached Brine, and is not listed'
    if outcome == 'passed' and listed == 'other bytes':
        return 'passed', "is listed with other bytes than Python's, and has the same"
    if outcome == 'other bytes' and listed is None:
        return 'failed', "passes with other bytes than Python's"
    return outcome, None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0])
    parser.add_argument('names', nargs='*', help='only methods whose name contains one of these')
    parser.add_argument('-v', action='store_true', help='print each method, and every problem whole')
    options = parser.parse_args()
    reasons = Reasons()
    tests, result = run(options.names)
    bridge.process.close()
    print('CPython %s, bytes of %d.%d' % (sys.version.split()[0], *bridge.PYTHON))
    counts = collections.defaultdict(collections.Counter)
    why = collections.Counter()
    wrong = 0
    for test in tests:
        outcome, name = result.outcomes[test], name_of(test)
        listed, reason = reasons.of(test)
        kind, problem = judge(outcome, listed)
        counts[test.layer, type(test).__name__][kind] += 1
        if kind != 'passed' and problem is None and kind != 'failed':
            why[kind, reason or outcome] += 1
        if options.v:
            print('  %s: %s' % (name, outcome))
        if problem is not None or kind == 'failed':
            wrong += 1
            errors = result.problems[test]
            print('WRONG %s %s' % (name, problem or 'failed'))
            if test in result.differences:
                print('    %s' % result.differences[test])
            for kind_of_error, error, _ in errors if options.v else errors[:1]:
                print('    %s: %s' % (kind_of_error.__name__, str(error)[:None if options.v else 600]))
    report(counts, why)
    sys.exit(1 if wrong or not tests else 0)


def report(counts, why):
    total, by_layer = collections.Counter(), collections.defaultdict(collections.Counter)
    for (layer, cls), row in counts.items():
        total.update(row)
        by_layer[layer].update(row)
        print('%-7s %-24s %s' % (layer, cls, summary(row)))
    for kind, heading in [('not applicable', 'Do not apply'), ('other bytes', "Pass with other bytes than Python's")]:
        print('\n%s:' % heading)
        for (of, reason), count in why.most_common():
            if of == kind:
                print('%5d  %s' % (count, reason))
    print('\nCompared: %s' % ', '.join('%d %s' % (count, what) for what, count in sorted(bridge.process.compared.items())))
    for layer, row in by_layer.items():
        print('%-7s %s' % (layer, summary(row)))
    print('Total: %s' % summary(total))


def summary(row):
    passed = row['passed'] + row['other bytes']
    return '%d methods: %d passed (%d with other bytes), %d failed, %d do not apply' % (
        sum(row.values()), passed, row['other bytes'], row['failed'], row['not applicable'])


if __name__ == '__main__':
    main()

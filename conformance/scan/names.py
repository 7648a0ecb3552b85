"""Prints every name in the modules of the standard library, as `module<tab>name`; builtins and classes' own included."""

import importlib, io, contextlib, pkgutil, sys, warnings

warnings.simplefilter('ignore')
# What these do when they are imported is not wanted here.
SKIPPED = {'antigravity', 'this', 'idlelib', 'test', 'lib2to3', 'turtledemo', 'ensurepip', '__main__'}


def modules():
    for name in sorted(sys.stdlib_module_names):
        if name in SKIPPED:
            continue
        yield name
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                module = importlib.import_module(name)
        except BaseException:
            continue
        for info in pkgutil.iter_modules(getattr(module, '__path__', [])):
            if info.name not in ('__main__', 'test', 'tests') and 'idle' not in info.name:
                yield f'{name}.{info.name}'


for name in modules():
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            module = importlib.import_module(name)
    except BaseException:
        continue
    for own in sorted(vars(module)):
        print(f'{name}\t{own}')

# -*- coding: utf-8 -*-
"""Values of the standard library as this Python pickles them, of which each Python writes some in its own way.

`python versions.py out.json` writes rows of this Python (2.7 or 3) into a file that has those of others already. The rows
of 2.7, 3.6, 3.8, 3.10, 3.11, 3.12 and 3.13 are `test/fixtures/versions.json`: name, pickles.
"""
from __future__ import unicode_literals

import binascii
import collections
import datetime
import decimal
import fractions
import functools
import io
import json
import os
import pickle
import select
import socket
import sys
import uuid
import warnings

warnings.simplefilter("ignore")
IS_OLD = sys.version_info[0] == 2
if IS_OLD:
    from UserDict import UserDict
    from UserList import UserList
    from UserString import UserString
else:
    from collections import UserDict, UserList, UserString


def with_attribute(value):
    value.x = 1
    return value


def holding_itself():
    made = collections.OrderedDict([("a", 1)])
    made["me"] = made
    return made


def values():
    D = datetime
    yield "date", D.date(2024, 2, 29)
    yield "time", D.time(1, 2, 3, 4)
    yield "datetime", D.datetime(2024, 2, 29, 1, 2, 3, 4)
    yield "timedelta", D.timedelta(-1, 2, 3)
    yield "dates as keys", {D.date(2024, 2, 29): 1}
    yield "a set of datetimes", {D.datetime(2024, 2, 29, 1)}
    yield "one date twice", [D.date(2024, 2, 29)] * 2
    yield "OrderedDict", collections.OrderedDict([("a", 1), ("b", [2])])
    yield "OrderedDict without keys", collections.OrderedDict()
    yield "OrderedDict with an attribute", with_attribute(collections.OrderedDict([("a", 1)]))
    yield "OrderedDict that holds itself", holding_itself()
    yield "deque", collections.deque([1, "a"])
    yield "deque with a bound", collections.deque([1, 2], 5)
    yield "deque without items", collections.deque()
    yield "deque that holds nothing", collections.deque([], 0)
    yield "Counter", collections.Counter({"a": 2})
    yield "defaultdict", collections.defaultdict(list, {"a": [1]})
    yield "UserDict", UserDict({"a": 1})
    yield "UserList", UserList([1, 2])
    yield "UserString", UserString("ab")
    yield "UserString without characters", UserString("")
    yield "Fraction", fractions.Fraction(1, 3)
    yield "Fraction that is whole", fractions.Fraction(-5)
    yield "Fraction as a key", {fractions.Fraction(1, 3): 1}
    yield "Fraction of many digits", fractions.Fraction(3**60, 2**70)
    yield "Decimal", decimal.Decimal("1.50")
    yield "UUID", uuid.UUID(int=5)
    yield "IOError", IOError(2, "No")
    yield "IOError of a file", IOError(2, "No", "f")
    yield "IOError of a text", IOError("x")
    yield "OSError", OSError(13, "No")
    yield "OSError of another number", OSError(9999, "x")
    yield "EnvironmentError", EnvironmentError(17, "No")
    yield "socket.error", socket.error(111, "refused")
    yield "select.error", select.error(4, "x")
    yield "ValueError", ValueError("a", 1)
    yield "ValueError with an attribute", with_attribute(ValueError("a"))
    yield "bytearray", bytearray(b"a\xff")
    yield "complex", 1 + 2j
    yield "set", {1}
    yield "partial", functools.partial(int, "3", base=7)
    yield "classes", [int, len, ValueError, IOError, EnvironmentError, collections.OrderedDict, functools.reduce, zip]
    yield "StringIO", io.StringIO("ab")
    yield "all in one another", [
        collections.OrderedDict([((D.date(2020, 1, 1),), collections.deque([fractions.Fraction(1, 2), IOError(2, "No")]))])
    ]
    if not IS_OLD:
        import ipaddress
        import pathlib

        yield "IPv4Address", ipaddress.ip_address("1.2.3.4")
        yield "IPv6Address", ipaddress.ip_address("::1")
        yield "IPv6Address as a key", {ipaddress.ip_address("2001:db8::1"): 1}
        yield "IPv4Network", ipaddress.ip_network("10.0.0.0/8")
        yield "IPv6Interface", ipaddress.ip_interface("::1/8")
        yield "PurePosixPath", pathlib.PurePosixPath("/a/b")
        yield "PosixPath", pathlib.PosixPath("a/b")
        yield "PureWindowsPath", pathlib.PureWindowsPath("c:/a")
        yield "path of nothing", pathlib.PurePosixPath(".")
        yield "path as a key", {pathlib.PurePosixPath("a/b"): 1}


target = sys.argv[1]
rows = json.load(open(target)) if os.path.exists(target) else []
known = dict((name, pickles) for name, pickles in rows)
for name, value in values():
    if name not in known:
        known[name] = []
        rows.append([name, known[name]])
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        try:
            text = binascii.hexlify(pickle.dumps(value, protocol)).decode("ascii")
        except Exception:
            continue
        if text not in known[name]:
            known[name].append(text)
with open(target, "w") as out:
    out.write("[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]\n")

"""CPython's C pickle in a process of its own. Commands and answers are lines of JSON."""

import gc
import io
import json
import pickle
import sys
import time

import bench_types  # noqa: F401  the class of the instances

run = None
setups = 0


def fast_dumps(value, protocol):
    out = io.BytesIO()
    pickler = pickle.Pickler(out, protocol)
    pickler.fast = True
    pickler.dump(value)
    return out.getvalue()


def setup(file, protocol, direction, fast=False):
    global run
    run = None
    with open(file, "rb") as stream:
        data = stream.read()
    if direction == "loads":
        run = lambda: pickle.loads(data)
    else:
        value = pickle.loads(data)
        write = fast_dumps if fast else pickle.dumps
        run = lambda: write(value, protocol)
        if fast:
            try:
                run()
            except KeyError:
                # Of more than 50 frozensets in a row, C's Pickler with fast loses count of how deep it is (3.11 and 3.13).
                run = None
                return False
    return True


def warm(ms, roundMs):
    end = time.perf_counter() + ms / 1000
    best = float("inf")
    count = 0
    while count < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
        count += 1
    return max(1, round(roundMs / 1000 / best))


def round_(calls, memory=None):
    gc.collect()
    for _ in range(max(3, calls // 3) if memory == "there" else calls // 3):
        run()
    cpu = time.thread_time_ns()
    wall = time.perf_counter_ns()
    for _ in range(calls):
        run()
    wall = time.perf_counter_ns() - wall
    return {"wall": wall / calls, "cpu": (time.thread_time_ns() - cpu) / calls}


def rewrite(source, target, protocol):
    """Writes what a pickle holds with this Python."""
    with open(source, "rb") as stream:
        value = pickle.load(stream)
    with open(target, "wb") as stream:
        stream.write(pickle.dumps(value, protocol))
    return True


def same(a, b):
    """Whether two pickles hold equal values."""
    with open(a, "rb") as one, open(b, "rb") as other:
        return pickle.load(one) == pickle.load(other)


def about():
    return "CPython " + sys.version.split()[0]


COMMANDS = {"setup": setup, "warm": warm, "round": round_, "rewrite": rewrite, "same": same, "about": about}

for line in sys.stdin:
    args = json.loads(line)
    print(json.dumps(COMMANDS[args.pop("command")](**args)), flush=True)

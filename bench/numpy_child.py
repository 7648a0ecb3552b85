"""Python's pickle and numpy in a process of its own. Commands and answers are lines of JSON; see numpy.js."""

import gc
import io
import json
import pickle
import sys
import time

import numpy as np

if int(np.__version__.split(".")[0]) < 2:
    sys.exit("numpy 2 is needed, not " + np.__version__)

folder = sys.argv[1]


def path(name):
    return folder + "/" + name


def make():
    random = np.random.default_rng(7)
    large = random.random(12_500_000)
    many = [random.random(10) for _ in range(10_000)]
    for protocol in (4, 5):
        write("large%d" % protocol, pickle.dumps(large, protocol))
        write("many%d" % protocol, pickle.dumps(many, protocol))
    buffers = []
    write("largeOut", pickle.dumps(large, 5, buffer_callback=buffers.append))
    write("largeOut.buffer", buffers[0].raw())
    whole = random.integers(-(2**62), 2**62, 1_000_000)
    write("float64", pickle.dumps(random.random(1_000_000), 5))
    write("int64", pickle.dumps(whole, 5))
    write("datetime64", pickle.dumps(whole.view("M8[ns]"), 5))
    np.save(path("npy"), large)
    import os

    os.rename(path("npy.npy"), path("npy"))


def write(name, data):
    with open(path(name), "wb") as file:
        file.write(data)


def read(name):
    with open(path(name), "rb") as file:
        return file.read()


def load(name):
    with open(path(name), "rb") as file:
        return pickle.load(file)


def value_of(name):
    return pickle.loads(read(name), buffers=[bytearray(read("largeOut.buffer"))])


def loads(name):
    data = read(name)
    buffers = [bytearray(read("largeOut.buffer"))] if name == "largeOut" else None
    return lambda: pickle.loads(data, buffers=buffers)


def dumps(name):
    value = value_of(name)
    if isinstance(value, np.ndarray):
        value = value.copy()
    if name == "largeOut":
        return lambda: pickle.dumps(value, 5, buffer_callback=[].append)
    protocol = int(name[-1])
    return lambda: pickle.dumps(value, protocol)


class Sink:
    def write(self, data):
        return memoryview(data).nbytes


def dump(name):
    value = value_of(name).copy()
    return lambda: pickle.dump(value, Sink(), 5)


def nested(name):
    return value_of(name).tolist


def read_npy(name):
    data = read(name)
    return lambda: np.load(io.BytesIO(data))


WAYS = {
    "loads": loads,
    "loadFile": lambda name: lambda: load(name),
    "loadFileSync": lambda name: lambda: load(name),
    "dumps": dumps,
    "dumps24": dumps,
    "dump": dump,
    "nested": nested,
    "readNpy": read_npy,
    "readNpyFile": lambda name: lambda: np.load(path(name)),
}
run = None


def setup(name, roundMs):
    global run
    how, what = name.split(" ")
    run = None
    run = WAYS[how](what)
    best = float("inf")
    end = time.perf_counter() + 0.2
    count = 0
    while count < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
        count += 1
    return max(1, round(roundMs / 1000 / best))


def round_(calls):
    gc.collect()
    for _ in range(calls // 3):
        run()
    cpu = time.process_time_ns()
    wall = time.perf_counter_ns()
    for _ in range(calls):
        run()
    wall = time.perf_counter_ns() - wall
    return {"wall": wall / calls, "cpu": (time.process_time_ns() - cpu) / calls}


def about():
    return "CPython %s with numpy %s" % (sys.version.split()[0], np.__version__)


COMMANDS = {"setup": setup, "round": round_, "about": about}

if sys.argv[2:] == ["make"]:
    make()
else:
    for line in sys.stdin:
        args = json.loads(line)
        print(json.dumps(COMMANDS[args.pop("command")](**args)), flush=True)

"""PyTorch in a process of its own. Commands and answers are lines of JSON; see torch.js."""

import gc
import json
import sys
import time

import safetensors.torch
import torch

folder = sys.argv[1]
# Brine's main thread does its work alone, too.
torch.set_num_threads(1)


def path(name):
    return folder + "/" + name


def state(layers, size):
    torch.manual_seed(0)
    tensors = {}
    for i in range(layers):
        tensors["layers.%d.weight" % i] = torch.randn(size, size)
        tensors["layers.%d.bias" % i] = torch.randn(size)
    return tensors


def make():
    large = state(48, 1024)
    torch.save(large, path("large.pt"))
    torch.save(state(4, 32), path("small.pt"))
    torch.save(state(1500, 32), path("many.pt"))
    safetensors.torch.save_file(large, path("large.safetensors"))


def load(name):
    return lambda: torch.load(path(name), weights_only=True)


def save():
    value = torch.load(path("large.pt"), weights_only=True)
    return lambda: torch.save(value, path("saved"))


def write():
    value = safetensors.torch.load_file(path("large.safetensors"))
    return lambda: safetensors.torch.save_file(value, path("saved"))


WAYS = {
    "open": lambda: lambda: torch.load(path("large.pt"), weights_only=True, mmap=True),
    "load": lambda: load("large.pt"),
    # PyTorch compares no checksums.
    "load unchecked": lambda: load("large.pt"),
    "load again": lambda: load("large.pt"),
    "load many": lambda: load("many.pt"),
    "load blob": lambda: load("large.pt"),
    "save": save,
    # load_file alone maps the file, and reads nothing.
    "read safetensors": lambda: lambda: {key: one.clone() for key, one in safetensors.torch.load_file(path("large.safetensors")).items()},
    "write safetensors": write,
}
run = None


def setup(name, isFresh):
    global run
    run = WAYS[name]()
    warm = load("small.pt") if isFresh else run
    for _ in range(3):
        warm()


def round_():
    gc.collect()
    cpu = time.process_time_ns()
    wall = time.perf_counter_ns()
    value = run()
    wall = time.perf_counter_ns() - wall
    cpu = time.process_time_ns() - cpu
    del value
    return {"wall": wall, "cpu": cpu}


def about():
    return "PyTorch %s on CPython %s" % (torch.__version__, sys.version.split()[0])


COMMANDS = {"setup": setup, "round": round_, "about": about}

if sys.argv[2:] == ["make"]:
    make()
else:
    for line in sys.stdin:
        args = json.loads(line)
        print(json.dumps(COMMANDS[args.pop("command")](**args)), flush=True)

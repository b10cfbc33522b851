#!/usr/bin/env python3
"""Load tests of a server on this machine: start, saturation, latency, doors, fairness, overload, soak, hostile, busy,
bits.

Starts the server, the engine's own loop and the load generator as processes of their own, and prints Markdown. All of
a table comes from one run; ratios carry over to other machines, absolute figures do not. Needs nothing but Python;
hostile needs the packages hpack and Pillow.

    ops/load/load.py start [--model DIR]           from the command until the server is ready
    ops/load/load.py saturation [--model DIR]      the server over gRPC against the engine alone
    ops/load/load.py latency                       one call in flight, and half the capacity
    ops/load/load.py doors                         a server with an idle HTTP port, beside one without
    ops/load/load.py fairness                      single calls beside a stream of ten thousand images
    ops/load/load.py photographs                   single calls beside a stream of photographs, and alone, in turns
    ops/load/load.py overload [--model DIR]        three times the capacity, and the capacity, in turns
    ops/load/load.py soak [--minutes 20]           full load with faults; does the memory grow?
    ops/load/load.py hostile [--minutes 10]        one call in flight beside clients that mean no good
    ops/load/load.py bits [--minutes 60]           the same images under mixed load: are their vectors equal to the bit?
    ops/load/load.py busy --model DIR              a server that started on a busy machine, beside one that did not
"""

import argparse
import collections
import contextlib
import itertools
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "models" / "embedded" / "samples"
# As ./ijepa sets them.
ENVIRONMENT = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "1", "TF_ONEDNN_THREADPOOL_USE_CALLER_THREAD": "1",
               "TF_OVERRIDE_GLOBAL_THREADPOOL": "1", "TF_ONEDNN_ASSUME_FROZEN_WEIGHTS": "1", "NVIDIA_TF32_OVERRIDE": "0"}
NATIVE = ["-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-Dorg.bytedeco.javacpp.maxBytes=0"]


def free_port():
    with socket.socket() as s:
        s.bind(("localhost", 0))
        return s.getsockname()[1]


class Admin:
    """A server's admin port, whose number is in self.admin."""

    def get(self, path):
        with urllib.request.urlopen(f"http://localhost:{self.admin}{path}", timeout=10) as answer:
            return answer.read().decode()

    def ready(self):
        try:
            return self.get("/readyz") == "ready\n"
        except OSError:
            return False

    def metrics(self):
        """Values by name, summed over their labels."""
        values = {}
        for line in self.get("/metrics").splitlines():
            if not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                name = name.split("{")[0]
                values[name] = values.get(name, 0) + float(value)
        return values


class Server(Admin):
    """A server of its own, from its start to SIGTERM."""

    def __init__(self, *options, prefix=(), java=""):
        """prefix: of its command; java: more options for the JVM."""
        self.port, self.admin = free_port(), free_port()
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log", delete=False)
        self.process = subprocess.Popen(
            [*prefix, ROOT / "ijepa", "serve", "--port", str(self.port), "--admin-port", str(self.admin), *options],
            stdout=self.log, stderr=self.log,
            env={**os.environ, "IJEPA_JAVA_OPTS": f"{os.environ.get('IJEPA_JAVA_OPTS', '')} {java}".strip()})
        while not self.ready():
            if self.process.poll() is not None:
                sys.exit(f"the server did not start; see {self.log.name}")
            time.sleep(0.2)

    def plan(self):
        """How many batches the server runs at once, and how long they take, as its log says."""
        return re.search(r"Batches: (.*)", pathlib.Path(self.log.name).read_text()).group(1)

    def lanes(self):
        return int(self.plan().split(" at once")[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        code = self.process.wait(timeout=120)
        if code != 0:
            print(f"the server ended with {code}; see {self.log.name}", file=sys.stderr)


TICKS = os.sysconf("SC_CLK_TCK")


class Cpu:
    """Milliseconds of processor time that a process has used since this was made, by the kind of its threads.

    A kind is a tuple of what their names begin with. TensorFlow's own have the name of the process.
    """

    def __init__(self, pid, kinds):
        self.pid, self.kinds, self.start = pid, kinds, self._read(pid)

    @staticmethod
    def _read(pid):
        threads = {}
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                name, fields = re.match(r"\d+ \((.*)\) (.*)", (task / "stat").read_text(), re.DOTALL).groups()
                user, system = fields.split()[11:13]
                threads[task.name] = name, (int(user) + int(system)) * 1000 / TICKS
        return threads

    def used(self):
        """By kind, in the order that they were given; at the end what is of no kind."""
        times = [0.0] * (len(self.kinds) + 1)
        for thread, (name, now) in self._read(self.pid).items():
            kind = next((i for i, names in enumerate(self.kinds) if name.startswith(names)), -1)
            times[kind] += now - self.start.get(thread, (name, 0))[1]
        return times


class Yield:
    """What the server has computed since this was made, for the processor time that it used: what others take of the
    cores does not count."""

    def __init__(self, server):
        self.server, self.cpu = server, Cpu(server.process.pid, [])
        self.computed = self._computed()

    def _computed(self):
        return self.server.metrics()["ijepa_batch_items_sum"]

    def images_per_cpu_second(self):
        return (self._computed() - self.computed) * 1000 / sum(self.cpu.used())


class Bench:
    """A run of the load generator."""

    def __init__(self, server, *options, prefix=()):
        self.process = subprocess.Popen(
            [*prefix, ROOT / "ijepa", "bench", "--target", f"localhost:{server.port}", "--json", "-", *map(str, options)],
            stdout=subprocess.PIPE, text=True)

    def results(self):
        out, _ = self.process.communicate()
        if not out:
            sys.exit(f"the load generator ended with {self.process.returncode}, and no results")
        return json.loads(out)["results"]


def bench(server, *options):
    return Bench(server, *options).results()


class Loop:
    """A process that prints "ready …", then measures images/s for each line that it is given."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)
        line = self.process.stdout.readline()
        while line and not line.startswith("ready"):
            line = self.process.stdout.readline()
        self.plan = line.removeprefix("ready ").strip()

    def measure(self, what="all"):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def class_path(module="ops"):
    """The class path of a module, which is built if it is out of date."""
    return subprocess.run([ROOT / "ijepa", "class-path", module], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


class EngineLoop(Loop):
    """The model in a loop, with nothing around it."""

    def __init__(self, model, lanes, seconds, device="cpu"):
        super().__init__(
            ["java", *NATIVE, "-cp", class_path(),
             "dev.ijepa.ops.load.EngineLoop", str(model), str(lanes), str(seconds), device],
            stderr=subprocess.DEVNULL, env={**os.environ, **ENVIRONMENT})


def converted(options):
    """The model's folder: the one given, or the embedded checkpoint converted."""
    if options.model:
        return contextlib.nullcontext(pathlib.Path(options.model))
    folder = tempfile.TemporaryDirectory()
    model = pathlib.Path(folder.name) / "model"
    subprocess.run([ROOT / "ijepa", "convert", ROOT / "models/embedded/checkpoint", model], check=True,
                   stdout=subprocess.DEVNULL)

    @contextlib.contextmanager
    def held():
        with folder:
            yield model
    return held()


def name(options):
    return options.name or (pathlib.Path(options.model).name if options.model else "embedded")


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print(flush=True)


def capacity(server, images, seconds):
    return bench(server, *images, "--concurrency", 64, "--duration", f"{seconds}s")[0]["answers_per_s"]


def start(options):
    """Starts in turns, each with what the first of them has measured and remembered; reading the file beside them."""
    served, read = [], []
    with converted(options) as model, tempfile.TemporaryDirectory() as tuning:
        arguments = ["--model", f"m={model}"] if options.model else []
        weights = list((model / "variables").iterdir())
        size = sum(file.stat().st_size for file in weights)
        for _ in range(options.rounds + 1):
            begin = time.monotonic()
            for file in weights:
                with file.open("rb", buffering=0) as stream:
                    while stream.read(1 << 20):
                        pass
            read.append(time.monotonic() - begin)
            begin = time.monotonic()
            with Server("--tuning-cache", tuning, *arguments):
                served.append(time.monotonic() - begin)
    table(["model", "its weights, MB", "read, s", "ready, s: the first time", "then, median", "shortest", "longest"],
          [[name(options), f"{size / 1e6:.0f}",
            f"{statistics.median(read):.1f}", f"{served[0]:.1f}", f"{statistics.median(served[1:]):.1f}",
            f"{min(served[1:]):.1f}", f"{max(served[1:]):.1f}"]])


def saturation(options):
    """Rounds of both, in turns, so that what disturbs the machine disturbs both; the medians count."""
    images = ["--synthetic", options.synthetic]
    rows = []
    with converted(options) as model, Server("--model", f"m={model}") as server:
        loop = EngineLoop(model, server.lanes(), options.seconds)
        bench(server, *images, "--concurrency", options.in_flight, "--duration", "5s")
        engine, served, costs = [], [], []
        for _ in range(options.rounds):
            engine.append(loop.measure())
            before = server.metrics()["ijepa_batch_items_sum"]
            cpu = Cpu(server.process.pid, [("ijepa-lane", "java"), ("ijepa-decode",)])
            served.append(bench(server, *images, "--concurrency", options.in_flight, "--warm-up", f"{options.warm_up}s",
                                "--duration", f"{options.seconds}s")[0])
            computed = server.metrics()["ijepa_batch_items_sum"] - before
            costs.append([*(of / computed for of in cpu.used()),
                          served[-1]["own_cpu_cores"] * 1000 / served[-1]["answers_per_s"]])
        loop.close()
        rate = statistics.median(r["answers_per_s"] for r in served)
        batch = statistics.median(r["server"]["batch_size_mean"] for r in served)
        alone = statistics.median(engine)
        rows.append([name(options), f"{alone:.3g}", f"{rate:.3g}", f"{rate / alone:.1%}", f"{batch:.1f}",
                     *(f"{statistics.median(of):.1f}" for of in zip(*costs))])
        print(f"Batches as timed at the start: {loop.plan}. {options.rounds} rounds of {options.seconds} s each, in "
              f"turns; {options.synthetic} JPEG, {options.in_flight} calls in flight. {os.cpu_count()} cores.\n")
    table(["model", "engine alone, images/s", "server over gRPC", "ratio", "mean batch",
           "processor time an image, ms: lanes", "decoding", "all else in the server", "generator"], rows)


def latency(options):
    images = ["--synthetic", options.synthetic]
    with converted(options) as model, Server("--model", f"m={model}") as server:
        most = capacity(server, images, 10)
        times = ["--warm-up", f"{options.warm_up}s", "--duration", f"{options.seconds}s"]
        one = bench(server, *images, "--concurrency", 1, *times)[0]
        half = bench(server, *images, "--rate", most / 2, *times)[0]
    parts = one["server"]["preprocessing_mean_ms"] + one["server"]["inference_mean_ms"]
    table(["load", "images/s", "p50 ms", "p99 ms", "decode + Session.run, mean ms", "the rest, mean ms"],
          [["one in flight", f"{one['answers_per_s']:.0f}", one["latency"]["p50_ms"], one["latency"]["p99_ms"],
            f"{parts:.1f}", f"{one['latency']['mean_ms'] - parts:.1f}"],
           [f"half the capacity of {most:.0f}/s, Poisson", f"{half['answers_per_s']:.0f}", half["latency"]["p50_ms"],
            half["latency"]["p99_ms"],
            f"{half['server']['preprocessing_mean_ms'] + half['server']['inference_mean_ms']:.1f}", ""]])


def doors(options):
    """A server whose HTTP port is open and idle, and one without, in turns: what does the open door cost gRPC?"""
    images = ["--synthetic", options.synthetic]
    times = ["--warm-up", f"{options.warm_up}s", "--duration", f"{options.seconds}s"]
    with converted(options) as model, contextlib.ExitStack() as stack:
        servers = {"HTTP port closed": [], "open and idle": ["--http-port", str(free_port())]}
        runs = {name: [] for name in servers}
        # One after the other: the second finds the plan that the first has measured.
        started = {name: stack.enter_context(Server("--model", f"m={model}", *more)) for name, more in servers.items()}
        for _ in range(options.rounds):
            for name, server in started.items():
                runs[name].append([bench(server, *images, "--concurrency", n, *times)[0] for n in (1, 8)])
    rows = []
    for name, measured in runs.items():
        one, eight = zip(*measured)
        rows.append([name, f"{statistics.median(r['latency']['p50_ms'] for r in one):.2f}",
                     f"{statistics.median(r['latency']['p99_ms'] for r in one):.1f}",
                     f"{statistics.median(r['answers_per_s'] for r in eight):.1f}"])
    table(["gRPC", "one in flight: p50 ms", "p99 ms", "eight in flight: images/s"], rows)
    ratios = [idle[1]["answers_per_s"] / closed[1]["answers_per_s"]
              for closed, idle in zip(*(runs[name] for name in servers))]
    print(f"Images/s with the open port, of those without: median {statistics.median(ratios):.3f}, "
          f"{min(ratios):.3f} to {max(ratios):.3f}. {options.rounds} rounds of {options.seconds} s.\n")


def fairness(options):
    images = ["--synthetic", options.synthetic]
    with converted(options) as model, Server("--model", f"m={model}") as server:
        calls = ["--rate", 10, "--arrivals", "constant", "--duration", f"{options.seconds}s"]
        alone = bench(server, *images, *calls)[0]
        stream = Bench(server, *images, "--stream", "--concurrency", 10000, "--duration", f"{options.seconds + 8}s")
        time.sleep(5)
        beside = bench(server, *images, *calls)[0]
        streamed = stream.results()[0]
    rows = [[name, r["latency"]["p50_ms"], r["latency"]["p99_ms"], r["latency"]["max_ms"],
             r["server"]["queue_mean_ms"], r["server"]["inference_mean_ms"]]
            for name, r in (("alone", alone), ("beside the stream", beside))]
    table(["10 calls/s", "p50 ms", "p99 ms", "max ms", "queue, mean ms", "inference, mean ms"], rows)
    print(f"The stream meanwhile: {streamed['answers_per_s']:.0f} images/s, 10,000 pending, mean inference of a batch "
          f"{streamed['server']['inference_mean_ms']:.0f} ms.\n")


PHOTOGRAPHS = {"12 MP": ["--synthetic", "4000x3000"], "24 MP": ["--synthetic", "6000x4000"]}


def photographs(options):
    """Calls alone, and beside a stream of photographs, in turns: what moves the machine moves both. Medians count."""
    calls = ["--synthetic", options.synthetic, "--rate", 10, "--arrivals", "constant",
             "--duration", f"{options.seconds}s"]
    rows = []
    with converted(options) as model, Server("--model", f"m={model}") as server:
        bench(server, "--synthetic", options.synthetic, "--concurrency", 1, "--duration", f"{options.warm_up}s")
        for name, images in PHOTOGRAPHS.items():
            alone, beside, rates = [], [], []
            for _ in range(options.rounds):
                alone.append(bench(server, *calls)[0])
                with Photographs(server, images) as stream:
                    beside.append(bench(server, *calls)[0])
                    rates.append(stream.images_per_s(10 * options.seconds))
            rows.append([name, *times(alone), *times(beside), f"{statistics.median(rates):.1f}"])
        print(f"Batches as timed at the start: {server.plan()}. {options.rounds} rounds of {options.seconds} s each, in "
              f"turns; 10 calls/s with a {options.synthetic} JPEG each. {os.cpu_count()} cores.\n")
    table(["photographs", "alone: p50 ms", "p99 ms", "decode, mean ms", "batch, mean ms",
           "beside them: p50 ms", "p99 ms", "decode, mean ms", "batch, mean ms", "photographs/s"], rows)


def times(results):
    """What calls took, the medians of some measurements."""
    return [f"{statistics.median(of):.0f}" for of in zip(*(
        (r["latency"]["p50_ms"], r["latency"]["p99_ms"], r["server"]["preprocessing_mean_ms"],
         r["server"]["inference_mean_ms"]) for r in results))]


class Photographs:
    """A batch stream of photographs that has begun; ended when it is left."""

    def __init__(self, server, images):
        self.server = server
        computed = self.computed()
        self.load = Bench(server, *images, "--stream", "--concurrency", 16, "--duration", "600s")
        # To make them takes the generator longer than to send them.
        deadline = time.monotonic() + 300
        while self.computed() - computed < 4:
            if time.monotonic() > deadline or self.load.process.poll() is not None:
                self.end()
                sys.exit("the stream of photographs did not begin")
            time.sleep(0.2)
        self.begin, self.before = time.monotonic(), self.computed()

    def computed(self):
        return self.server.metrics().get("ijepa_batch_items_sum", 0)

    def images_per_s(self, others):
        """Photographs so far, without so many images of others."""
        return (self.computed() - self.before - others) / (time.monotonic() - self.begin)

    def end(self):
        self.load.process.terminate()
        self.load.process.communicate()
        deadline = time.monotonic() + 60
        while self.server.metrics()["ijepa_inflight_items"] > 0 and time.monotonic() < deadline:
            time.sleep(0.2)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


def overload(options):
    """Capacity, overload, capacity, and so on: the machine moves, so goodput is held against the capacity around it."""
    images = ["--synthetic", options.synthetic]
    deadline = ["--deadline", "5s", "--max-in-flight", 100000]
    results, rows = [], []
    with converted(options) as model, Server("--model", f"m={model}") as server:
        capacity(server, images, max(15, options.warm_up))
        before, usual = measured_capacity(server, images)
        memory = Memory(server)
        for _ in range(options.rounds):
            yields = Yield(server)
            r = bench(server, *images, "--rate", 3 * before, "--duration", f"{options.seconds}s", *deadline)[0]
            overloaded = yields.images_per_cpu_second()
            after, then = measured_capacity(server, images)
            goodput = r["answers_in_time_per_s"]
            rows.append([f"{before:.1f}", f"{3 * before:.1f}", f"{goodput:.1f}", f"{after:.1f}",
                         f"{2 * goodput / (before + after):.0%}", f"{2 * overloaded / (usual + then):.0%}"])
            results.append(r)
            before, usual = after, then
        resident = memory.stop()
        left = server.metrics()
    table(["capacity before, images/s", f"offered for {options.seconds} s", "goodput (within 5 s)", "capacity after",
           "goodput, of the capacity around it", "the same for a second of the server's processor time"], rows)
    failures, retry_infos = collections.Counter(), 0
    for f in (f for r in results for f in r["failures"]):
        failures[f.get("reason") or f["code"]] += f["count"]
        retry_infos += f.get("retry_delay", {}).get("count", 0)
    print(f"Failures: {dict(failures)}, {retry_infos} of them with RetryInfo. Not sent: "
          f"{sum(r['not_sent'] for r in results)}, unanswered: {sum(r['unanswered'] for r in results)}.\n"
          f"The generator used {statistics.mean(r['own_cpu_cores'] for r in results):.2f} of {os.cpu_count()} cores.\n"
          f"Resident memory: {resident[0] / 2**20:.0f} MiB at its begin, {max(resident) / 2**20:.0f} at most, "
          f"{resident[-1] / 2**20:.0f} at its end. In flight afterwards: {left['ijepa_inflight_bytes']:.0f} bytes.\n")


def measured_capacity(server, images):
    """Images/s of 64 in flight, and how many in a second of the server's processor time."""
    yields = Yield(server)
    return capacity(server, images, 15), yields.images_per_cpu_second()


class Memory:
    """The server's resident memory, every second."""

    def __init__(self, server):
        self.server, self.values, self.ending = server, [], threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        while True:
            with contextlib.suppress(OSError):
                self.values.append(self.server.metrics()["ijepa_process_resident_bytes"])
            if self.ending.wait(1):
                return

    def stop(self):
        self.ending.set()
        self.thread.join()
        return self.values


def soak(options):
    """Streams with a corrupt image in every third place, calls with a deadline that most miss, and honest calls."""
    seconds = options.minutes * 60
    with converted(options) as model, tempfile.TemporaryDirectory() as broken, \
            Server("--model", f"m={model}") as server:
        for i, image in enumerate(sorted(SAMPLES.glob("*.*"))):
            content = image.read_bytes()
            (pathlib.Path(broken) / f"{i:03}{image.suffix}").write_bytes(
                content[:len(content) // 2] if i % 3 == 0 else content)
        memory = Memory(server)
        loads = [Bench(server, broken, "--streams", 4, "--concurrency", 64, "--duration", f"{seconds}s"),
                 Bench(server, "--synthetic", "500x375", "--rate", 50, "--deadline", "60ms", "--duration", f"{seconds}s"),
                 Bench(server, "--synthetic", "1200x900", "--rate", 5, "--duration", f"{seconds}s"),
                 Bench(server, "--synthetic", "224x224", "--stream", "--output", "tokens", "--concurrency", 16,
                       "--duration", f"{seconds}s")]
        results = [load.results()[0] for load in loads]
        resident = memory.stop()
        time.sleep(2)
        left = server.metrics()
    names = ["4 streams, every third image broken", "50 calls/s with 60 ms each", "5 large images/s", "a stream of tokens"]
    table(["load", "answers/s", "failed", "why"],
          [[name, f"{r['answers_per_s']:.1f}", r["failed"],
            whys(r)]
           for name, r in zip(names, results)])
    minutes = [statistics.mean(resident[m * 60:(m + 1) * 60]) / 2**20 for m in range(len(resident) // 60)]
    print("Resident memory by minute, MiB: " + " ".join(f"{m:.0f}" for m in minutes))
    print(f"Minute 2: {minutes[1]:.0f}; the last: {minutes[-1]:.0f}, {minutes[-1] / minutes[1] - 1:+.1%}. "
          f"Afterwards: {left['ijepa_inflight_bytes']:.0f} bytes in flight, {left['ijepa_batch_queued']:.0f} items "
          f"queued, {left['ijepa_streams_open']:.0f} streams, {left['ijepa_receiving_bytes']:.0f} bytes in reception.\n")


def whys(result):
    """The reasons of the failed calls of a run of `ijepa bench`, each with how many there were."""
    return "; ".join(sorted(f"{f.get('reason') or f.get('code')} {f['count']}" for f in result["failures"]))


HEAP = "-Xmx512m"
SERVER_CORE, LOAD_CORE = ["taskset", "-c", "0"], ["taskset", "-c", "1"]
BAR = 5


def answered(attacker):
    """What a process of hostile.py has printed; None if it does not come to its end."""
    try:
        return json.loads(attacker.communicate(timeout=180)[0] or "null")
    except subprocess.TimeoutExpired:
        attacker.kill()
        return None


def hostile(options):
    """All kinds of hostile.py at once, on the core of the load; the server has a core and a heap of 512 MB."""
    from hostile import KINDS
    innocent = [SAMPLES, "--concurrency", 1, "--warm-up", f"{options.warm_up}s", "--duration"]
    seconds = options.minutes * 60
    with Server(prefix=SERVER_CORE, java=HEAP) as server:
        alone = Bench(server, *innocent, f"{options.seconds}s", prefix=LOAD_CORE).results()[0]
        memory = Memory(server)
        try:
            attackers = {kind: subprocess.Popen(
                [*LOAD_CORE, sys.executable, pathlib.Path(__file__).with_name("hostile.py"), kind, str(server.port),
                 str(seconds)], stdout=subprocess.PIPE, text=True) for kind in KINDS}
            beside = Bench(server, *innocent, f"{seconds}s", prefix=LOAD_CORE).results()[0]
            answers = {kind: answered(attacker) for kind, attacker in attackers.items()}
        finally:
            resident = memory.stop()
        time.sleep(15)
        left = server.metrics()
        exhausted = pathlib.Path(server.log.name).read_text().count("OutOfMemoryError")
    table(["hostile clients", "answers"],
          [[kind, ", ".join(f"{n} {answer}" for answer, n in (found or {"answers": {"none": 1}})["answers"].items())]
           for kind, found in answers.items()])
    ratio = beside["latency"]["p99_ms"] / alone["latency"]["p99_ms"]
    table(["one call in flight", "answers/s", "failed", "p50 ms", "p99 ms", "max ms"],
          [[name, f"{r['answers_per_s']:.1f}", r["failed"], r["latency"]["p50_ms"], r["latency"]["p99_ms"],
            r["latency"]["max_ms"]] for name, r in (("alone", alone), ("beside them", beside))])
    print(f"p99 beside them, of that alone: {ratio:.1f} (at most {BAR}). Resident memory: {resident[0] / 2**20:.0f} MiB "
          f"before, {max(resident) / 2**20:.0f} at most, {resident[-1] / 2**20:.0f} at the end. OutOfMemoryError in the "
          f"log: {exhausted}. Afterwards: {left['ijepa_inflight_bytes']:.0f} bytes in flight, "
          f"{left['ijepa_receiving_bytes']:.0f} in reception. Server's log: {server.log.name}\n")
    faults = [f"{kind}: {found['unexpected'] if found else 'never came to its end'}"
              for kind, found in answers.items() if not found or found["unexpected"] or not found["answers"]]
    faults += [f"p99 is {ratio:.1f} times its own"] if ratio > BAR else []
    faults += [f"{beside['failed']} innocent calls failed: {whys(beside)}"] if beside["failed"] else []
    faults += [f"{exhausted} lines tell of an OutOfMemoryError"] if exhausted else []
    sys.exit("\n".join(faults) or 0)


def vectors(server, out, window, *options):
    """The bits of each sample's vector, by name."""
    subprocess.run([ROOT / "ijepa", "embed", SAMPLES, "--target", f"localhost:{server.port}", "--window", str(window),
                    "--out", out, "--overwrite", *options], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    names = [json.loads(line) for line in pathlib.Path(f"{out}.jsonl").read_text().splitlines()]
    data = pathlib.Path(f"{out}.npy").read_bytes()
    begin = data.index(b"\n") + 1
    rows = [line for line in names if line.get("row") is not None]
    width = (len(data) - begin) // len(rows)
    return {line["path"]: data[begin + width * line["row"]:begin + width * (line["row"] + 1)] for line in rows}


def bits(options):
    """Embeds the samples again and again beside load that changes, on servers with different lanes, which are
    deterministic; compares the bits with those of the first time."""
    known, rows, different = {}, [], set()
    with converted(options) as model, tempfile.TemporaryDirectory() as folder:
        lanes = sorted({1, os.cpu_count()})
        for count in lanes:
            end = time.monotonic() + 60 * options.minutes / len(lanes)
            rounds = images = 0
            sizes = collections.Counter()
            with Server("--model", f"m={model}", "--deterministic", "--lanes", str(count),
                        "--tuning-cache", folder) as server:
                for load in itertools.cycle((None, 1, 2, 8, 64)):
                    if time.monotonic() > end:
                        break
                    beside = load and Bench(server, "--synthetic", options.synthetic, "--concurrency", load,
                                            "--duration", f"{options.seconds}s")
                    while True:
                        for window in (1, 7, 64):
                            found = vectors(server, f"{folder}/vectors", window)
                            different |= {name for name, vector in found.items() if known.setdefault(name, vector) != vector}
                            images += len(found)
                            rounds += 1
                        if not beside or beside.process.poll() is not None:
                            break
                    sizes.update(result["server"]["batch_size_mean"] for result in beside.results()) if beside else None
                rows.append([count, rounds, images, ", ".join(f"{size:.1f}" for size in sorted(sizes)), server.plan()])
    table(["lanes", "rounds", "vectors", "mean batches of the load", "batches"], rows)
    print(f"{len(known)} images, of which {len(different)} had vectors of different bits.\n")
    sys.exit(", ".join(sorted(different)) or 0)


@contextlib.contextmanager
def hogs(count):
    """Other processes that compute all the time."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def busy(options):
    """Two servers, one of which measured the model beside two busy loops, which then end. In turns; medians count."""
    measured, rows = [], []
    with converted(options) as model, tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        with Server("--model", f"m={model}", "--tuning-cache", one) as quiet, contextlib.ExitStack() as stack:
            if quiet.metrics()["ijepa_plan_doubtful"]:
                sys.exit("this machine is busy already, so there is nothing to compare with")
            with hogs(2):
                disturbed = stack.enter_context(Server("--model", f"m={model}", "--tuning-cache", other))
            begin = time.monotonic()
            before = disturbed.plan()
            doubtful = disturbed.metrics()["ijepa_plan_doubtful"]
            while disturbed.metrics()["ijepa_plan_doubtful"] and time.monotonic() - begin < 300:
                time.sleep(1)
            recovered = time.monotonic() - begin
            after = re.findall(r"Batches: (.*)", pathlib.Path(disturbed.log.name).read_text())[-1]
            for flight in (1, 8, 64):
                rates = {quiet: [], disturbed: []}
                for turn in range(2 * options.rounds):
                    # The first turn warms both.
                    for server in (quiet, disturbed)[::1 if turn % 2 else -1]:
                        result = bench(server, "--synthetic", options.synthetic, "--concurrency", flight,
                                       "--warm-up", f"{options.warm_up}s", "--duration", f"{options.seconds}s")[0]
                        rates[server] += [result["answers_per_s"]] if turn else []
                ratios = [b / a for a, b in zip(rates[quiet], rates[disturbed])]
                rows.append([flight, f"{statistics.median(rates[quiet]):.1f}", f"{statistics.median(rates[disturbed]):.1f}",
                             f"{statistics.median(ratios):.2f}", f"{min(ratios):.2f} to {max(ratios):.2f}"])
            measured = [["on a quiet machine", quiet.plan()], ["beside two busy loops", before],
                        [f"the same server, {recovered:.0f} s after they ended", after]]
    print(f"Doubtful at the start: {doubtful:.0f}.\n")
    table(["started", "batches"], measured)
    table(["in flight", "quiet start, images/s", "busy start", "ratio", "of the turns"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tests = {f.__name__: f
             for f in (start, saturation, latency, doors, fairness, photographs, overload, soak, hostile, busy, bits)}
    parser.add_argument("test", choices=tests)
    parser.add_argument("--model", help="a converted model; default: the embedded one")
    parser.add_argument("--name", help="what the table calls it")
    parser.add_argument("--synthetic", default="500x375", help="size of the JPEGs")
    parser.add_argument("--seconds", type=int, default=20, help="of each measurement; overload: 60 is what the docs have")
    parser.add_argument("--warm-up", type=int, default=3, help="seconds of load before each measurement of the server")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--minutes", type=int, help="default: soak 20, hostile 10, bits 60")
    options = parser.parse_args()
    options.minutes = options.minutes or {"soak": 20, "bits": 60}.get(options.test, 10)
    # Builds what is out of date before anything is timed.
    subprocess.run([ROOT / "ijepa", "inspect", "--help"], check=True, stdout=subprocess.DEVNULL)
    tests[options.test](options)


if __name__ == "__main__":
    main()

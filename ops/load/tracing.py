#!/usr/bin/env python3
"""What tracing costs: the server's processor time for an item, with tracing off, at 1 % and at 100 %.

Four servers of the embedded model, two of them without tracing: their ratio is what two processes differ by. Unary calls of 4 callers go to one of them at a time, in turns. A collector that
throws everything away answers the exporters. Prints a row for each mode: the mean over the turns, and the ratio to the
same turn with tracing off, with the upper 95 % bound of its mean. Run it on a quiet machine.
"""

import argparse
import http.server
import os
import pathlib
import statistics
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "dashboards"))
from stack import Server, get, workplace  # noqa: E402

# Student's t, one-sided 95 %, for 2 to 12 turns.
T95 = [6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89, 1.86, 1.83, 1.81, 1.80]


class Collector(http.server.BaseHTTPRequestHandler):
    requests = 0

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        Collector.requests += 1
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def start(name, folder, variables):
    os.environ.update(variables)
    server = Server(name, folder)
    for variable in variables:
        del os.environ[variable]
    return server


def totals(server):
    """Processor seconds of the process, and items answered."""
    values = {}
    for line in get(f"http://localhost:{server.admin}/metrics").splitlines():
        if line.startswith("process_cpu_seconds_total") or line.startswith("ijepa_items_total"):
            key, value = line.rsplit(" ", 1)
            values[key.split("{")[0]] = float(value)
    return values["process_cpu_seconds_total"], values.get("ijepa_items_total", 0.0)


def millis_per_item(server, seconds):
    cpu, items = totals(server)
    server.load("--concurrency=4", f"--duration={seconds}s").wait()
    cpu_after, items_after = totals(server)
    return (cpu_after - cpu) * 1e3 / (items_after - items)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=10, choices=range(2, 13))
    parser.add_argument("--seconds", type=int, default=6)
    options = parser.parse_args()
    collector = http.server.ThreadingHTTPServer(("localhost", 0), Collector)
    threading.Thread(target=collector.serve_forever, daemon=True).start()
    tracing = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://localhost:{collector.server_port}"}
    modes = {
        "off": {},
        "off, another process": {},
        "1 %": tracing | {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.01"},
        "100 %": tracing,
    }
    servers, measured = {}, {mode: [] for mode in modes}
    with workplace() as folder:
        try:
            for number, (mode, variables) in enumerate(modes.items()):
                servers[mode] = start(f"server-{number}", pathlib.Path(folder), variables)
                servers[mode].wait_ready()
            for server in servers.values():
                millis_per_item(server, 15)  # Java compiles.
            for turn in range(options.turns):
                order = list(modes) if turn % 2 == 0 else list(modes)[::-1]
                for mode in order:
                    measured[mode].append(millis_per_item(servers[mode], options.seconds))
        finally:
            for server in servers.values():
                server.stop()
    if Collector.requests == 0:
        sys.exit("the collector got nothing")
    print("| tracing | processor time of an item | ratio to off | upper 95 % bound |\n| --- | ---: | ---: | ---: |")
    for mode, values in measured.items():
        ratios = [value / off for value, off in zip(values, measured["off"])]
        bound = statistics.mean(ratios) + T95[len(ratios) - 2] * statistics.stdev(ratios) / len(ratios) ** 0.5
        print(f"| {mode} | {statistics.mean(values):.2f} ms | {statistics.mean(ratios):.3f} | "
              + ("" if mode == "off" else f"{bound:.3f}") + " |")


if __name__ == "__main__":
    main()

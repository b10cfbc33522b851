#!/usr/bin/env python3
"""The whole server beside an asyncio gRPC server around OpenVINO, on this machine, in turns; prints Markdown.

The same random weights, the same JPEGs, the same load generator (`ijepa bench`, unary calls). The Python server is
measured with batches of 1 (OpenVINO's throughput mode) and of 8; the better of the two counts in each column. Needs
ops/bench/requirements.txt.

    ops/bench/servers.py [--preset vit-ti16] [--precision f32] [--synthetic 500x375] [--in-flight 1 8 64]
"""

import argparse
import contextlib
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "ops/load"))
import load  # noqa: E402  (the other folder of ops)


class OpenVinoServer:
    def __init__(self, checkpoint, precision, max_batch):
        self.port = load.free_port()
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "ops/bench/openvino_server.py", checkpoint, str(self.port), precision,
             str(max_batch)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if self.process.stdout.readline() != "ready\n":
            sys.exit("the Python server did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def rate(server, in_flight, options):
    return load.bench(server, "--synthetic", options.synthetic, "--concurrency", in_flight, "--warm-up", "2s",
                      "--duration", f"{options.seconds:g}s")[0]["answers_per_s"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", default="vit-ti16")
    parser.add_argument("--precision", default="f32")
    parser.add_argument("--synthetic", default="500x375")
    parser.add_argument("--in-flight", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--warm-up", type=float, default=60,
                        help="seconds of load on each before the first is measured: Java compiles what runs often")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        checkpoint, model = pathlib.Path(folder) / "checkpoint", pathlib.Path(folder) / "model"
        subprocess.run([sys.executable, ROOT / "models/reference/make_checkpoint.py", checkpoint, "--preset",
                        options.preset], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([ROOT / "ijepa", "convert", checkpoint, model, "--precision", options.precision], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        servers = {"this project": stack.enter_context(load.Server("--model", f"m={model}"))}
        for batch in (1, 8):
            servers[f"Python, OpenVINO, batches of {batch}"] = stack.enter_context(
                OpenVinoServer(checkpoint, options.precision, batch))
        for server in servers.values():
            load.bench(server, "--synthetic", options.synthetic, "--concurrency", 16, "--duration",
                       f"{options.warm_up:g}s")
        rates = {name: {n: [] for n in options.in_flight} for name in servers}
        for _ in range(options.rounds):
            for n in options.in_flight:
                for name, server in servers.items():
                    rates[name][n].append(rate(server, n, options))
    medians = {name: {n: statistics.median(of) for n, of in each.items()} for name, each in rates.items()}
    rows = [[name, *(f"{of[n]:.4g}" for n in options.in_flight)] for name, of in medians.items()]
    ours = medians.pop("this project")
    rows.append(["ratio to the better", *(f"{ours[n] / max(of[n] for of in medians.values()):.2f}"
                                          for n in options.in_flight)])
    load.table([f"{options.preset}, {options.precision}, JPEG {options.synthetic}: images/s",
                *(f"{n} in flight" for n in options.in_flight)], rows)


if __name__ == "__main__":
    main()

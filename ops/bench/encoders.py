#!/usr/bin/env python3
"""The encoder beside OpenVINO, ONNX Runtime and PyTorch: the same weights, on this machine, in turns; prints Markdown.

Makes random checkpoints of the sizes asked for, converts them, and runs each engine as a process of its own. All take
part in every round, one at a time; the medians count. Needs ops/bench/requirements.txt.

    ops/bench/encoders.py [--presets vit-ti16 vit-s16] [--precisions f32 bf16] [--peers openvino …]
        [--lanes 1 2] [--rounds 3] [--seconds 5]
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "ops/load"))
import load  # noqa: E402  (the other folder of ops)

PEERS = {"openvino": "OpenVINO", "onnxruntime": "ONNX Runtime", "pytorch": "PyTorch"}


def engines(checkpoint, model, precision, options):
    seconds = options.seconds
    for lanes in options.lanes:
        yield f"this project, {lanes} at once", load.EngineLoop(model, lanes, seconds)
    for engine in options.peers:
        name = PEERS[engine]
        peer = load.Loop([sys.executable, ROOT / "ops/bench/peers.py", engine, checkpoint, precision, str(seconds)],
                         stderr=subprocess.DEVNULL)
        # No plan: it does not offer this precision.
        if peer.plan:
            yield name, peer


def compare(preset, precision, checkpoint, model, options):
    running = dict(engines(checkpoint, model, precision, options))
    rates = {name: {"one": [], "all": []} for name in running}
    for _ in range(options.rounds):
        for name, engine in running.items():
            for what in ("one", "all"):
                rates[name][what].append(engine.measure(what))
    for engine in running.values():
        engine.close()
    medians = {name: {what: statistics.median(of) for what, of in both.items()} for name, both in rates.items()}
    best = {what: max(of[what] for name, of in medians.items() if name in PEERS.values()) for what in ("one", "all")}
    for name, of in medians.items():
        yield [preset, precision, name, f"{of['all']:.4g}", f"{of['all'] / best['all']:.2f}", f"{of['one']:.4g}",
               f"{of['one'] / best['one']:.2f}", running[name].plan]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presets", nargs="+", default=["vit-ti16", "vit-s16"])
    parser.add_argument("--precisions", nargs="+", default=["f32", "bf16"])
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--lanes", nargs="+", type=int, default=sorted({1, os.cpu_count()}))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    for preset in options.presets:
        rows = []
        with tempfile.TemporaryDirectory() as folder:
            checkpoint, model = pathlib.Path(folder) / "checkpoint", pathlib.Path(folder) / "model"
            subprocess.run([sys.executable, ROOT / "models/reference/make_checkpoint.py", checkpoint, "--preset", preset],
                           check=True, stdout=subprocess.DEVNULL)
            for precision in options.precisions:
                subprocess.run([ROOT / "ijepa", "convert", checkpoint, model, "--precision", precision, "--force"],
                               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                rows += compare(preset, precision, checkpoint, model, options)
        load.table(["model", "precision", "engine", "images/s", "to the best other", "one at a time",
                    "to the best other", "setting"], rows)


if __name__ == "__main__":
    main()

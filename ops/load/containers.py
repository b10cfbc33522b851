#!/usr/bin/env python3
"""The image in small containers, under full load, hostile clients and huge images at once: nothing may break it.

    ops/load/containers.py [--minutes 10] [--sizes 1g,2g,4g] [--image NAME]

Runs a container of each size, one after the other, as ops/container/check does: read-only, without capabilities. For
each, all kinds of hostile.py, eight calls in flight with images of up to 99.9 megapixels, and eight with the samples. A
size fails if the kernel or Java ends the server, if an image fails for another reason than a busy server or its size, or
if the server does not stop with 0.

Needs podman or docker, a built project (./ijepa), and the packages hpack and Pillow. IMAGE_RUNNER and RUN_OPTIONS are as
for ops/container/check.
"""

import argparse
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

from PIL import Image

from hostile import KINDS
from load import ROOT, SAMPLES, Admin, Bench, Memory, answered, table

LARGE = (11100, 9000)  # 99.9 megapixels, just under the server's limit.
CONNECTING = 20  # Seconds.
# What clients of a full server may hear, and of an image that does not fit.
ALLOWED = {"SERVER_BUSY", "IMAGE_TOO_LARGE"}
RUNNER = shlex.split(os.environ.get("IMAGE_RUNNER") or shutil.which("podman") or "docker")
RUN_OPTIONS = shlex.split(os.environ.get("RUN_OPTIONS", ""))


def huge_images(folder):
    """Small files, of all formats, that take much memory."""
    gray = Image.linear_gradient("L").resize(LARGE)
    colour = Image.merge("RGB", (gray, gray, gray))
    gray.save(folder / "gray.tif", compression="tiff_adobe_deflate")
    colour.save(folder / "colour.tif", compression="tiff_lzw")
    colour.save(folder / "colour.png")
    gray.save(folder / "gray.jpg", quality=30)
    colour.save(folder / "colour.jpg", quality=30)
    colour.save(folder / "progressive.jpg", quality=30, progressive=True)
    for megapixels in 1, 3, 6, 12, 24, 48:
        side = int((megapixels * 1e6) ** 0.5)
        colour.resize((side, side)).save(folder / f"{megapixels}.jpg", quality=50)
        colour.resize((side, side)).save(folder / f"{megapixels}.png")
        gray.resize((side, side)).save(folder / f"{megapixels}.tif", compression="tiff_lzw")


class Container(Admin):
    """A server of the image, as the load generators see it."""

    def __init__(self, image, size):
        self.name = subprocess.check_output(
            [*RUNNER, "run", "--detach", *RUN_OPTIONS, "--read-only", "--cap-drop=all", "--memory", size,
             "--publish", "127.0.0.1::50051", "--publish", "127.0.0.1::8081", image], text=True).strip()
        self.port, self.admin = self.published(50051), self.published(8081)
        while not self.ready():
            if not self.state("Running"):
                print(self.log(), file=sys.stderr)
                sys.exit(f"no server in {size}")
            time.sleep(0.2)

    def published(self, port):
        return int(subprocess.check_output([*RUNNER, "port", self.name, f"{port}/tcp"], text=True).split(":")[-1])

    def state(self, field):
        text = subprocess.check_output([*RUNNER, "inspect", "-f", "{{.State.%s}}" % field, self.name], text=True).strip()
        return {"true": True, "false": False}.get(text, text)

    def log(self):
        return subprocess.run([*RUNNER, "logs", self.name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout

    def stop(self):
        """The exit code."""
        subprocess.check_call([*RUNNER, "stop", "--time", "45", self.name], stdout=subprocess.DEVNULL)
        return int(self.state("ExitCode"))

    def remove(self):
        subprocess.check_call([*RUNNER, "rm", "-f", self.name], stdout=subprocess.DEVNULL)


def run(image, size, seconds, huge):
    """A row of the table, and what is wrong."""
    server = Container(image, size)
    memory, processes = Memory(server), []
    try:
        load = [Bench(server, folder, "--concurrency", 8, "--duration", f"{seconds + CONNECTING}s") for folder in (SAMPLES, huge)]
        processes += [bench.process for bench in load]
        # Attackers take all connections of their address, which is the same: the benches connect before them.
        time.sleep(CONNECTING)
        attackers = {kind: subprocess.Popen(
            [sys.executable, pathlib.Path(__file__).with_name("hostile.py"), kind, str(server.port), str(seconds)],
            stdout=subprocess.PIPE, text=True) for kind in KINDS}
        processes += attackers.values()
        answers = {kind: answered(attacker) for kind, attacker in attackers.items()}
        samples, images = (bench.results()[0] for bench in load)
        resident = memory.stop()
        faults = [f"{kind}: {found['unexpected'] if found else 'never came to its end'}"
                  for kind, found in answers.items() if not found or found["unexpected"]]
        for name, result in (("samples", samples), ("huge images", images)):
            reasons = {failure.get("reason") or failure["code"] for failure in result["failures"]}
            faults += [f"{name}: {reason}" for reason in sorted(reasons - ALLOWED)]
        faults += ["killed by the kernel"] if server.state("OOMKilled") is True else []
        running = server.state("Running")
        faults += [] if running else [f"ended with {server.state('ExitCode')}"]
        log = server.log()
        faults += ["OutOfMemoryError"] if "OutOfMemoryError" in log else []
        code = server.stop() if running else server.state("ExitCode")
        faults += [f"exit code {code}"] if code != 0 else []
        plan = next((line.split("Memory: ")[1] for line in log.splitlines() if "Memory: " in line), "not told")
        if faults:
            print(log[-5000:], file=sys.stderr)
        return [size, plan, f"{samples['answers_per_s']:.1f}", samples["failed"], f"{images['answers_per_s']:.1f}",
                images["failed"], f"{max(resident) / 2**20:.0f}", code], [f"{size}: {fault}" for fault in faults]
    finally:
        memory.stop()
        for process in processes:
            process.kill()
        server.remove()


def main():
    version = (ROOT / "pom.xml").read_text().split("<version>")[1].split("<")[0]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--sizes", default="1g,2g,4g")
    parser.add_argument("--image", default=f"ijepa-server:{version}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        huge_images(pathlib.Path(folder))
        rows, faults = [], []
        for size in options.sizes.split(","):
            row, wrong = run(options.image, size, int(options.minutes * 60), folder)
            rows.append(row)
            faults += wrong
    table(["container", "plan", "samples/s", "failed", "huge images/s", "failed", "resident MiB at most", "exit code"], rows)
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main()

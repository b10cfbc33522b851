#!/usr/bin/env python3
"""The same logistic regressions in scikit-learn and here, in turns: objective, time, memory; prints Markdown.

    ./ijepa head train IMAGES HEAD --strength 1       # leaves the features beside HEAD
    ops/bench/heads.py images IMAGES HEAD-IMAGES-embedding [C …]
    ops/bench/heads.py synthetic [--vectors 100000] [--dimensions 1280] [--classes 1000] [C …]

scikit-learn fits with lbfgs on the float32 features with each of --tolerances (default: 1e-4, its own), and with --exact
with newton-cholesky on float64 features as well. Each fit is a process of its own. The time is that of the fit alone,
here of the second one in its process (--fits 2) unless vectors are synthetic; the memory is the peak of the process. Objectives are computed here, in float64, from the weights of the fits.
Needs numpy and scikit-learn.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = 8192
JAVA = ["java", "-Xmx{heap}m", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-Dorg.bytedeco.javacpp.maxBytes=0"]


@dataclasses.dataclass
class Problem:
    """Features [n, D] and classes [n], in files of bare float32 and int32."""

    folder: pathlib.Path
    features: np.ndarray
    classes: np.ndarray

    def __post_init__(self):
        self.features.tofile(self.folder / "features")
        self.classes.astype(np.int32).tofile(self.folder / "classes")

    @staticmethod
    def read(folder):
        classes = np.fromfile(folder / "classes", dtype=np.int32)
        return np.fromfile(folder / "features", dtype=np.float32).reshape(len(classes), -1), classes

    def objective(self, weights, intercepts, strength):
        """The sum of the cross-entropies plus |W|^2 / (2 C), in float64."""
        weights = weights.astype(np.float64)
        total = (weights**2).sum() / (2 * strength)
        for start in range(0, len(self.classes), BLOCK):
            rows = slice(start, start + BLOCK)
            logits = self.features[rows].astype(np.float64) @ weights.T + intercepts
            logits -= logits.max(axis=1, keepdims=True)
            right = np.take_along_axis(logits, self.classes[rows, None].astype(int), axis=1)[:, 0]
            total += (np.log(np.exp(logits).sum(axis=1)) - right).sum()
        return total

    def measure(self, command, strength):
        """Runs a fit; its line (seconds, iterations, whether it converged), the objective, and the peak memory in GiB."""
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   text=True)
        line = process.stdout.read().splitlines()[-1]
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{command} ended with {status}")
        seconds, iterations, converged = line.split()
        width, count = self.features.shape[1], self.classes.max() + 1
        fitted = np.fromfile(self.folder / "fitted", dtype=np.float32 if command[0] == "java" else np.float64)
        weights, intercepts = fitted[:count * width].reshape(count, width), fitted[count * width:]
        objective = self.objective(weights, intercepts.astype(np.float64), strength)
        return objective, float(seconds), int(iterations), converged, usage.ru_maxrss / 2**20


def fit(folder, strength, solver, tolerance):
    """One fit of scikit-learn, in the process that `measure` starts."""
    from sklearn.linear_model import LogisticRegression
    features, classes = Problem.read(folder)
    if solver != "lbfgs":
        features = features.astype(np.float64)
    start = time.perf_counter()
    model = LogisticRegression(C=strength, solver=solver, tol=tolerance, max_iter=100_000).fit(features, classes)
    seconds = time.perf_counter() - start
    np.concatenate([model.coef_.ravel(), model.intercept_]).astype(np.float64).tofile(folder / "fitted")
    print(seconds, model.n_iter_[0], "true")


def images(options, folder):
    """The features of labelled images: the class is the folder of the image."""
    lines = pathlib.Path(f"{options.features}.jsonl").read_text().splitlines()
    paths = [pathlib.Path(json.loads(line)["path"]) for line in lines]
    labels = [path.relative_to(options.images).parts[0] for path in paths]
    return Problem(folder, np.load(f"{options.features}.npy"), np.unique(labels, return_inverse=True)[1])


def synthetic(options, folder):
    """Clusters around random centres, directions of very different scales, and a share of wrong labels."""
    random = np.random.default_rng(options.seed)
    n, width, count = options.vectors, options.dimensions, options.classes
    scales = np.geomspace(1, 0.05, width, dtype=np.float32)
    rotation = np.linalg.qr(random.normal(size=(width, width)))[0].astype(np.float32)
    centres = random.normal(size=(count, width)).astype(np.float32)
    classes = random.permutation(np.arange(n) % count)
    features = np.empty((n, width), dtype=np.float32)
    for start in range(0, n, BLOCK):
        rows = slice(start, start + BLOCK)
        noise = random.standard_normal((len(classes[rows]), width), dtype=np.float32)
        features[rows] = ((centres[classes[rows]] + options.noise * noise) * scales) @ rotation
    wrong = random.random(n) < options.wrong
    classes[wrong] = random.integers(0, count, wrong.sum())
    return Problem(folder, features, classes)


def compare(problem, options):
    ours = subprocess.run([ROOT / "ijepa", "class-path", "ops"], check=True, capture_output=True, text=True).stdout.strip()
    heap = 512 + problem.features.nbytes * 2 // 2**20
    files = [problem.folder / name for name in ("features", "classes", "fitted")]
    print("| C | solver | objective | above the lowest | s | iterations | peak, GiB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for strength in options.strengths:
        java = [part.format(heap=heap) for part in JAVA]
        fits = {"here": [*java, "-cp", ours, "dev.ijepa.ops.head.FitBenchmark", *files, *[strength] * options.fits]}
        solvers = [("lbfgs", tolerance) for tolerance in options.tolerances]
        for solver, tolerance in solvers + [("newton-cholesky", 1e-10)] * options.exact:
            fits[f"{solver}, {tolerance:g}"] = [sys.executable, __file__, "fit", problem.folder, strength, solver, tolerance]
        found = {name: problem.measure(command, strength) for name, command in fits.items()}
        lowest = min(objective for objective, *_ in found.values())
        for name, (objective, seconds, iterations, converged, memory) in found.items():
            note = "" if converged == "true" else " (not converged)"
            print(f"| {strength:g} | {name} | {objective:.6f} | {objective / lowest - 1:.1e} | {seconds:.2f} | "
                  f"{iterations}{note} | {memory:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    one = kinds.add_parser("fit", help="one fit of scikit-learn; for this script itself")
    one.add_argument("folder", type=pathlib.Path)
    one.add_argument("strength", type=float)
    one.add_argument("solver")
    one.add_argument("tolerance", type=float)
    of_images = kinds.add_parser("images", help="features that 'ijepa head train' left")
    of_images.add_argument("images")
    of_images.add_argument("features")
    made = kinds.add_parser("synthetic", help="features made up")
    made.add_argument("--vectors", type=int, default=100_000)
    made.add_argument("--dimensions", type=int, default=1280)
    made.add_argument("--classes", type=int, default=1000)
    made.add_argument("--noise", type=float, default=3.0, help="of the vectors, by the distance of the centres from 0")
    made.add_argument("--wrong", type=float, default=0.02, help="the share of wrong labels")
    made.add_argument("--seed", type=int, default=20)
    for kind, strengths, fits in ((of_images, [0.01, 1.0, 100.0], 2), (made, [1.0], 1)):
        kind.add_argument("--tolerances", nargs="*", type=float, default=[1e-4], help="of lbfgs")
        kind.add_argument("--fits", type=int, default=fits, help="here, of which the last one counts")
        kind.add_argument("--exact", action="store_true", help="fit with newton-cholesky too")
        kind.add_argument("strengths", nargs="*", type=float, default=strengths, metavar="C")
    options = parser.parse_args()
    if options.kind == "fit":
        return fit(options.folder, options.strength, options.solver, options.tolerance)
    with tempfile.TemporaryDirectory() as folder:
        compare({"images": images, "synthetic": synthetic}[options.kind](options, pathlib.Path(folder)), options)


if __name__ == "__main__":
    main()

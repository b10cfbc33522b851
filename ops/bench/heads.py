"""The same logistic regressions in scikit-learn and here: objective and time, in turns.

    ./ijepa head train IMAGES HEAD --strength 1       # leaves the features beside HEAD
    ops/bench/heads.py IMAGES HEAD-IMAGES-embedding [C …]

Needs numpy and scikit-learn.
"""

import argparse
import json
import pathlib
import subprocess
import time

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = pathlib.Path(__file__).parents[2]


def ours(images, features, strength):
    """Objective, seconds, iterations, whether it converged."""
    path = subprocess.run([ROOT / "ijepa", "class-path", "ops"], check=True, capture_output=True, text=True).stdout.strip()
    line = subprocess.run(
        ["java", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-Dorg.bytedeco.javacpp.maxBytes=0", "-cp", path,
         "dev.ijepa.ops.head.FitBenchmark", images, features, str(strength), str(strength)],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.splitlines()[-1]
    objective, seconds, iterations, converged = line.split()
    return float(objective), float(seconds), int(iterations), converged


def sklearn(x, y, strength):
    """Objective at its end in float64, seconds with float32 features at its default tolerance, and at 1e-10."""
    start = time.perf_counter()
    LogisticRegression(C=strength, max_iter=100_000).fit(x, y)
    seconds = time.perf_counter() - start
    wide = x.astype(np.float64)
    model = LogisticRegression(C=strength, max_iter=1_000_000, tol=1e-10).fit(wide, y)
    logits = wide @ model.coef_.T + model.intercept_
    logits -= logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(y)), y]
    return losses.sum() + (model.coef_**2).sum() / (2 * strength), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("images")
    parser.add_argument("features")
    parser.add_argument("strengths", nargs="*", type=float, default=[0.01, 1.0, 100.0])
    options = parser.parse_args()
    x = np.load(f"{options.features}.npy")
    lines = pathlib.Path(f"{options.features}.jsonl").read_text().splitlines()
    labels = [pathlib.Path(json.loads(line)["path"]).relative_to(options.images).parts[0] for line in lines]
    y = np.unique(labels, return_inverse=True)[1]
    print("| C | objective, scikit-learn in float64 | here | relative | s, scikit-learn (tol 1e-4) | s, here | converged |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for strength in options.strengths:
        reference, seconds = sklearn(x, y, strength)
        objective, own, iterations, converged = ours(options.images, options.features, strength)
        print(f"| {strength:g} | {reference:.6f} | {objective:.6f} | {objective / reference - 1:+.1e} | {seconds:.2f} | "
              f"{own:.2f} ({iterations} iterations) | {converged} |", flush=True)


if __name__ == "__main__":
    main()

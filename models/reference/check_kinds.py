"""Converts every checkpoint of `kinds/` and `variants/` with ./ijepa and runs it in Python's TensorFlow, against what
transformers computed. Prints the signature of one as `saved_model_cli show` tells it.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from safetensors.numpy import load_file

from check_savedmodel import largest_errors, load_signature

HERE = Path(__file__).resolve().parent
KINDS = HERE / "kinds"
VARIANTS = HERE / "variants"
BARS = {"f32": 1e-5, "bf16": 1.5e-2}  # half again what these very small models cost at most


def golden(kind: Path) -> Path:
    """Kinds without one of their own have the weights of `plain`."""
    own = kind / "golden.safetensors"
    return own if own.exists() else KINDS / "plain" / own.name


def convert(ijepa: Path, kind: Path, precision: str, target: Path) -> None:
    command = [ijepa, "convert", kind, target, "--precision", precision]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(result.stderr)


def show(model: Path) -> None:
    command = [Path(sys.executable).with_name("saved_model_cli"), "show", "--dir", model]
    options = ["--tag_set", "serve", "--signature_def", "serving_default"]
    result = subprocess.run([*command, *options], check=True, capture_output=True, text=True)
    print("\n" + result.stdout.strip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help="default: all")
    parser.add_argument("--ijepa", type=Path, default=HERE.parents[1] / "ijepa")
    options = parser.parse_args()
    folders = {path.name: path for path in sorted([*KINDS.iterdir(), *VARIANTS.iterdir()])}
    kinds = options.kinds or list(folders)
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            for precision, bar in BARS.items():
                model = Path(folder) / f"{kind}-{precision}"
                convert(options.ijepa, folders[kind], precision, model)
                errors = largest_errors(
                    load_signature(model), load_file(golden(folders[kind])), batch=2
                )
                worst = max(errors.values(), key=lambda error: (error != error, error))
                good &= worst <= bar
                print(f"{worst:.1e}  {model.name}", flush=True)
        show(model)
    sys.exit(not good)


if __name__ == "__main__":
    main()

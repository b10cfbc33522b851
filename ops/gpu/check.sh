#!/usr/bin/env bash
# All that is to be seen of a GPU, in one go: the device is found, features are right, images/s beside PyTorch.
#
#     ops/gpu/check.sh [--device gpu] [--preset vit-h14] [--batches 1 8 32 128] [--seconds 10]
#
# Needs an NVIDIA card with its driver, CUDA 12 and cuDNN 9, and Python 3.11 with PyPI in reach. Prints Markdown; exits
# with 1 if something is not as it should be. With `--device cpu --preset vit-ti16 --batches 1 8` it tries itself
# without a card.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python=${PYTHON:-}
if [ -z "$python" ]; then
  python3 -m venv "$work/venv"
  python=$work/venv/bin/python
  "$python" -m pip install --quiet -r "$root/models/reference/requirements.txt"
fi
if ! command -v nvidia-smi >/dev/null || ! nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader; then
  echo "nvidia-smi shows no card"
fi
"$python" "$root/ops/gpu/check.py" "$work" "$@"

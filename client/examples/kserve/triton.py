"""Features of a folder's images, by tritonclient: python triton.py HOST:PORT FOLDER."""

import sys
from pathlib import Path

import numpy as np
import tritonclient.grpc as triton

IMAGES_A_REQUEST = 8


def main(target: str, folder: Path) -> None:
    client = triton.InferenceServerClient(target)
    files = sorted(path for path in folder.iterdir() if path.suffix in {".jpg", ".png"})
    for start in range(0, len(files), IMAGES_A_REQUEST):
        some = files[start : start + IMAGES_A_REQUEST]
        for path, vector in zip(some, embed(client, some), strict=True):
            print(f"{path.name}\t{len(vector)} dimensions\tnorm {np.linalg.norm(vector):.4f}")


def embed(client: triton.InferenceServerClient, files: list[Path]) -> np.ndarray:
    """Returns a row for each file. If one of the files is no image, the server says which fault it found."""
    image = triton.InferInput("IMAGE", [len(files), 1], "BYTES")
    image.set_data_from_numpy(np.array([[path.read_bytes()] for path in files], dtype=object))
    outputs = [triton.InferRequestedOutput("EMBEDDING")]
    return client.infer("", [image], outputs=outputs).as_numpy("EMBEDDING")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

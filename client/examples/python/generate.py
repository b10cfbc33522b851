"""Generates the stubs of the API into ./ijepa, from the proto files of this repository."""

import sys
from importlib.resources import files
from pathlib import Path

from google.rpc import status_pb2
from grpc_tools import protoc

here = Path(__file__).resolve().parent
protos = here.parents[2] / "proto/src/main/proto"
# googleapis-common-protos installs google/rpc/status.proto next to its Python module.
common_protos = Path(status_pb2.__file__).parents[2]

sys.exit(
    protoc.main(
        [
            "protoc",
            f"--proto_path={protos}",
            f"--proto_path={files('grpc_tools') / '_proto'}",
            f"--proto_path={common_protos}",
            f"--python_out={here}",
            f"--pyi_out={here}",
            f"--grpc_python_out={here}",
            *(str(path) for path in sorted(protos.glob("ijepa/v1/*.proto"))),
        ]
    )
)

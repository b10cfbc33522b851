"""Makes gRPC safe to use in a process that was forked while its parent used gRPC.

Imported before grpc: gRPC reads its switch when it is imported, and without it calls in such a child hang.
"""

import os
import sys

_SWITCH = "GRPC_ENABLE_FORK_SUPPORT"

if "grpc" not in sys.modules:
    os.environ.setdefault(_SWITCH, "1")

#: Whether gRPC works in a child by fork whose parent used it.
SUPPORTED = os.environ.get(_SWITCH, "0").lower() in ("1", "true", "y", "yes") or not hasattr(os, "fork")

ADVICE = (
    "gRPC cannot be used in this process: it was forked while its parent used gRPC, and gRPC was imported without fork"
    f" support. Import ijepa before grpc, or set {_SWITCH}=1 in the environment, or start the process by spawn"
)

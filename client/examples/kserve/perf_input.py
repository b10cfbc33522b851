"""Writes a file for perf_analyzer --input-data: python perf_input.py IMAGE > input.json.

A folder with a file IMAGE does not do: perf_analyzer splits it at line feeds.
"""

import base64
import json
import struct
import sys
from pathlib import Path

image = Path(sys.argv[1]).read_bytes()
# perf_analyzer sends what it decodes as it is: an element of BYTES begins with its length.
element = struct.pack("<I", len(image)) + image
json.dump({"data": [{"IMAGE": {"b64": base64.b64encode(element).decode()}}]}, sys.stdout)

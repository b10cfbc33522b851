"""Faults of a machine, put into a running server on Linux: threads that stand still, and memory that is damaged.
Standard library only. It needs the right to trace the server: a parent has it, root has."""

import ctypes
import json
import os
import pathlib
import re
import struct

PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH = 0x4206, 0x4207, 17
WAIT_ALL = 0x40000000  # __WALL: threads, too.
CHUNK = 64 << 20


class StoppedThreads:
    """Threads of a process that stand still, while all others run, until it is closed.

    pid: the process
    name: of the threads, as the kernel has it; TensorFlow's have the name of the program
    """

    def __init__(self, pid, name):
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.threads = [int(task.name) for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
                        if (task / "comm").read_text().strip() == name and int(task.name) != pid]
        for thread in self.threads:
            self._trace(PTRACE_SEIZE, thread)
            self._trace(PTRACE_INTERRUPT, thread)
            os.waitpid(thread, WAIT_ALL)

    def _trace(self, request, thread):
        none = ctypes.c_void_p(0)
        if self.libc.ptrace(request, thread, none, none) != 0:
            raise OSError(ctypes.get_errno(), f"ptrace {request:#x} of thread {thread}: {os.strerror(ctypes.get_errno())}")

    def close(self):
        for thread in self.threads:
            try:
                self._trace(PTRACE_DETACH, thread)
            except OSError:
                pass  # It has ended.


def tensor_bytes(checkpoint, name):
    """The bytes of a float32 tensor in a checkpoint's model.safetensors."""
    data = (pathlib.Path(checkpoint) / "model.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    tensor = json.loads(data[8 : 8 + length])[name]
    assert tensor["dtype"] == "F32", tensor["dtype"]
    begin, end = tensor["data_offsets"]
    return data[8 + length + begin : 8 + length + end]


def damage(pid, content):
    """Overwrites the first value of each copy of some bytes in the memory of a process with another float; returns how
    many copies there were."""
    found = 0
    with open(f"/proc/{pid}/mem", "r+b", buffering=0) as memory:
        for begin, end in writable_regions(pid):
            for place in places(memory, begin, end, content):
                memory.seek(place)
                memory.write(struct.pack("<f", 50.0))
                found += 1
    return found


def writable_regions(pid):
    for line in pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines():
        begin, end, rights = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+)", line).groups()
        if rights.startswith("rw") and "[v" not in line:
            yield int(begin, 16), int(end, 16)


def places(memory, begin, end, content):
    """Where the bytes are in a region, which is read in parts that overlap."""
    position = begin
    while position < end:
        try:
            memory.seek(position)
            part = memory.read(min(CHUNK + len(content), end - position))
        except OSError:
            return  # Not readable, though it says so.
        if not part:
            return
        at = part.find(content)
        while 0 <= at < CHUNK:
            yield position + at
            at = part.find(content, at + 1)
        position += CHUNK

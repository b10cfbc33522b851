"""What the tests share."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

# Before grpc, which the stub imports: see ijepa._fork.
from ijepa import Client  # isort: skip

import pytest
from stub import StubServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def stub() -> Iterator[StubServer]:
    """A server in this process."""
    server = StubServer().start()
    yield server
    server.behaviour.reading.set()
    server.behaviour.answering.set()
    server.stop()


@pytest.fixture
def client(stub: StubServer) -> Iterator[Client]:
    """A client of the stub."""
    with Client(f"grpc://{stub.target}") as client:
        yield client


@pytest.fixture(scope="module")
def stub_process() -> Iterator[str]:
    """A server in a process of its own; its target."""
    program = Path(__file__).with_name("stub.py")
    with subprocess.Popen(
        [sys.executable, program, "0.002"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Each test ends the threads of its streams."""
    yield
    eventually(lambda: stream_threads() == [])


def stream_threads() -> list[str]:
    """The names of the threads of streams that run."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("ijepa-")]


def eventually(condition: object, within: float = 10.0) -> None:
    """Waits until a condition holds."""
    assert callable(condition)
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.01)

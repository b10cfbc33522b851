"""Clients in processes that were forked or spawned, also while their parent has an open stream."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from stub import vector_of

from ijepa import Client, Embedding, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

METHODS = [method for method in ("fork", "spawn", "forkserver") if method in multiprocessing.get_all_start_methods()]


def embed_in_worker(client: Client, worker: int) -> list[Result[Embedding]]:
    """What a worker of a data loader does."""
    single = client.embed(b"%d" % worker)
    np.testing.assert_array_equal(single, vector_of(b"%d" % worker))
    return list(client.embed_many(b"%d.%d" % (worker, number) for number in range(50)))


def work(client: Client, worker: int, results: multiprocessing.Queue[object]) -> None:
    try:
        results.put((worker, embed_in_worker(client, worker)))
    except BaseException as error:  # noqa: BLE001
        results.put((worker, repr(error)))


def run_workers(method: str, client: Client, count: int = 2) -> None:
    context = multiprocessing.get_context(method)
    queue = context.Queue()
    workers = [context.Process(target=work, args=(client, worker, queue)) for worker in range(count)]
    for process in workers:
        process.start()
    answers = [queue.get(timeout=30) for _ in workers]
    for process in workers:
        process.join(10)
        assert process.exitcode == 0
    for worker, results in answers:
        assert isinstance(results, list), results
        vectors = np.stack([result.value.to_numpy() for result in results])
        np.testing.assert_array_equal(vectors, [vector_of(b"%d.%d" % (worker, number)) for number in range(50)])


@pytest.mark.parametrize("method", METHODS)
def test_workers_of_a_client_that_was_not_used(stub_process: str, method: str) -> None:
    run_workers(method, Client(stub_process))


@pytest.mark.parametrize("method", METHODS)
def test_workers_of_a_client_that_was_used(stub_process: str, method: str) -> None:
    with Client(stub_process) as client:
        client.embed(b"x")
        run_workers(method, client)
        client.embed(b"x")


@pytest.mark.parametrize("method", ["spawn"])  # By fork it sometimes hangs: the README says so.
def test_workers_while_the_parent_has_an_open_stream(stub_process: str, method: str) -> None:
    stop = threading.Event()

    def source() -> Iterator[bytes]:
        number = 0
        while not stop.is_set():
            yield b"image %d" % number
            number += 1

    with Client(stub_process) as client, client.embed_many(source()) as stream:
        taken = [next(stream)]
        reading = threading.Thread(target=lambda: taken.extend(stream))
        reading.start()

        run_workers(method, client)
        run_workers(method, client)

        stop.set()
        reading.join(30)
        assert not reading.is_alive()
    assert len(taken) > 10
    for result in taken:
        np.testing.assert_array_equal(result.value.to_numpy(), vector_of(b"image %d" % result.index))


@pytest.mark.skipif("fork" not in METHODS, reason="it is about fork")
def test_a_stream_stays_with_the_process_that_opened_it(stub_process: str) -> None:
    with Client(stub_process) as client, client.embed_many(b"%d" % number for number in range(1000)) as stream:
        next(stream)
        child = os.fork()
        if child == 0:
            try:
                next(stream)
            except RuntimeError:
                stream.close()
                client.close()
                os._exit(7)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 7
        assert len(list(stream)) == 999


@pytest.mark.skipif("fork" not in METHODS, reason="it is about fork")
def test_a_fork_that_grpc_would_not_survive_is_told(stub_process: str) -> None:
    program = f"""
import os, warnings
import grpc
import ijepa
warnings.simplefilter("ignore")
client = ijepa.Client({stub_process!r})
client.embed(b"x")
child = os.fork()
if child == 0:
    try:
        client.embed(b"x")
    except RuntimeError as error:
        print(error)
        os._exit(0 if "Import ijepa before grpc" in str(error) else 1)
    os._exit(2)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    environment = {name: value for name, value in os.environ.items() if name != "GRPC_ENABLE_FORK_SUPPORT"}
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=30, check=True
    )
    assert run.stdout.splitlines()[-1] == "0", run.stdout + run.stderr

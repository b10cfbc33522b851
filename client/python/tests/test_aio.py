"""The client for asyncio."""

from __future__ import annotations

import asyncio
import gc
import itertools
import time
from typing import TYPE_CHECKING

import grpc
import numpy as np
import pytest
from conftest import eventually
from stub import StubServer, busy, corrupt, vector_of

from ijepa import AsyncClient, IjepaError, RetryPolicy
from ijepa._requests import StreamMethod
from ijepa.errors import CLIENT_CLOSED, FINGERPRINT_MISMATCH, INPUT_UNREADABLE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

QUICK = RetryPolicy(5, 0.01, 0.05)


@pytest.fixture
async def aclient(stub: StubServer) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(f"grpc://{stub.target}") as client:
        yield client
    assert stream_tasks() == []


def stream_tasks() -> list[str]:
    return [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("ijepa-")]


def images(count: int) -> list[bytes]:
    return [b"image %d" % number for number in range(count)]


async def test_one_image(aclient: AsyncClient, stub: StubServer) -> None:
    stub.behaviour.unary_errors = [busy(0.05)]

    np.testing.assert_array_equal(await aclient.embed(b"x"), vector_of(b"x"))
    assert (await aclient.classify(b"x", top_k=1)).best.label == "class 0"
    assert [model.identity.name for model in await aclient.models()] == ["stub"]
    assert (await aclient.model()).is_default


async def test_many_calls_at_once(aclient: AsyncClient) -> None:
    vectors = await asyncio.gather(*(aclient.embed(image) for image in images(50)))

    np.testing.assert_array_equal(vectors, [vector_of(image) for image in images(50)])


async def test_an_error_has_its_reason(aclient: AsyncClient, stub: StubServer) -> None:
    stub.behaviour.unary_errors = [corrupt()]

    with pytest.raises(IjepaError) as raised:
        await aclient.embed(b"x")

    assert raised.value.reason == "IMAGE_CORRUPT"


async def test_a_slow_server_meets_the_deadline(aclient: AsyncClient, stub: StubServer) -> None:
    stub.behaviour.pace = 1

    with pytest.raises(IjepaError) as raised:
        await aclient.embed(b"x", timeout=0.2)

    assert raised.value.code is grpc.StatusCode.DEADLINE_EXCEEDED


@pytest.mark.parametrize("ordered", [True, False])
async def test_each_image_has_its_result(aclient: AsyncClient, stub: StubServer, *, ordered: bool) -> None:
    stub.behaviour.shuffle = 6
    stub.behaviour.errors[b"image 7"] = 1, corrupt()
    sent: list[bytes | str] = [*images(299), "/missing.jpg", b"the last"]

    results = [result async for result in aclient.embed_many(sent, ordered=ordered)]

    assert ([result.index for result in results] == list(range(301))) == ordered
    by_index = {result.index: result for result in results}
    assert len(by_index) == 301
    failed = {index: result.error.reason for index, result in by_index.items() if result.error is not None}
    assert failed == {7: "IMAGE_CORRUPT", 299: INPUT_UNREADABLE}
    np.testing.assert_array_equal(by_index[8].value.to_numpy(), vector_of(b"image 8"))


async def test_an_asynchronous_source(aclient: AsyncClient) -> None:
    async def source() -> AsyncIterator[bytes]:
        for image in images(20):
            await asyncio.sleep(0.001)
            yield image
        raise LookupError("the data set ends here")

    results = []
    with pytest.raises(LookupError):
        async for result in aclient.embed_many(source()):
            results.append(result.index)

    assert results == list(range(20))


async def test_a_source_that_blocks_does_not_block_the_loop(aclient: AsyncClient) -> None:
    def source() -> Iterator[bytes]:
        for image in images(3):
            time.sleep(0.2)
            yield image

    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    assert len([result async for result in aclient.embed_many(source())]) == 3
    ticking.cancel()
    assert ticks > 20


@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED])
async def test_a_broken_call_is_resumed(aclient: AsyncClient, stub: StubServer, code: grpc.StatusCode) -> None:
    stub.behaviour.ends = [(5, code), (0, code), (40, code)]

    results = [result async for result in aclient.classify_many(images(200), retry=QUICK)]

    assert [result.index for result in results] == list(range(200))
    assert all(result.error is None for result in results)
    assert stub.calls == 4


async def test_a_server_that_restarts_loses_nothing(aclient: AsyncClient, stub: StubServer) -> None:
    stub.behaviour.pace = 0.005
    results = []

    async for result in aclient.embed_many(images(100)):
        results.append(result)
        if len(results) == 30:
            await asyncio.to_thread(stub.stop)
            await asyncio.sleep(0.2)
            stub.start()

    assert [result.index for result in results] == list(range(100))
    assert stub.calls == 2


async def test_a_busy_item_is_sent_again(aclient: AsyncClient, stub: StubServer) -> None:
    stub.behaviour.errors[b"image 1"] = 2, busy(0.05)

    results = [result async for result in aclient.embed_many(images(5))]

    assert all(result.error is None for result in results)
    assert stub.received[b"image 1"] == 3


async def test_a_model_that_changes_ends_the_stream(aclient: AsyncClient, stub: StubServer) -> None:
    with pytest.raises(IjepaError) as raised:
        async for _ in aclient.embed_many(images(1000), max_items=8):
            stub.behaviour.fingerprint = "f2"

    assert raised.value.reason == FINGERPRINT_MISMATCH


async def test_a_server_that_refuses_ends_the_stream(aclient: AsyncClient, stub: StubServer) -> None:
    stub.behaviour.ends = [(3, grpc.StatusCode.PERMISSION_DENIED)]
    results = []

    with pytest.raises(IjepaError) as raised:
        async for result in aclient.embed_many(images(10)):
            results.append(result.index)

    assert results == [0, 1, 2]
    assert raised.value.code is grpc.StatusCode.PERMISSION_DENIED


async def test_a_status_that_comes_while_requests_are_written_is_not_lost(
    aclient: AsyncClient, stub: StubServer
) -> None:
    for answered in range(30):
        stub.behaviour.ends = [(answered % 4, grpc.StatusCode.PERMISSION_DENIED)]
        results = []

        with pytest.raises(IjepaError) as raised:
            async for result in aclient.embed_many(b"%d" % number + bytes(1 << 16) for number in itertools.count()):
                results.append(result.index)

        assert raised.value.code is grpc.StatusCode.PERMISSION_DENIED
        assert results == list(range(answered % 4))
    assert stub.calls == 30


async def test_requests_that_cannot_be_made_end_the_stream(
    aclient: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def request(*_: object, **__: object) -> bytes:
        raise OverflowError("over 2 GiB")

    monkeypatch.setattr(StreamMethod, "request", request)

    with pytest.raises(OverflowError, match="over 2 GiB"):
        async for _ in aclient.embed_many(images(3)):
            pass


async def test_closing_early_cancels_the_call_and_leaves_no_task(aclient: AsyncClient, stub: StubServer) -> None:
    async with aclient.embed_many(b"%d" % number for number in itertools.count()) as results:
        await anext(results)

    assert stream_tasks() == []
    await asyncio.to_thread(eventually, stub.cancelled.is_set)


async def test_leaving_a_loop_early_ends_the_stream(aclient: AsyncClient, stub: StubServer) -> None:
    async for _ in aclient.embed_many(b"%d" % number for number in itertools.count()):
        break
    gc.collect()

    await asyncio.to_thread(eventually, stub.cancelled.is_set)


async def test_a_cancelled_task_ends_its_stream(aclient: AsyncClient, stub: StubServer) -> None:
    stub.behaviour.answering.clear()

    async def read() -> None:
        async for _ in aclient.embed_many(images(3)):
            pass

    reading = asyncio.create_task(read())
    await asyncio.sleep(0.3)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading

    assert stream_tasks() == []
    stub.behaviour.answering.set()


async def test_closing_the_client_ends_its_streams(aclient: AsyncClient, stub: StubServer) -> None:
    stub.behaviour.answering.clear()
    results = aclient.embed_many(images(3))
    asyncio.get_running_loop().call_later(0.2, lambda: asyncio.ensure_future(aclient.close()))

    with pytest.raises(IjepaError) as raised:
        await anext(results)

    assert raised.value.reason == CLIENT_CLOSED
    stub.behaviour.answering.set()
    with pytest.raises(IjepaError, match="the client is closed"):
        await aclient.embed(b"x")


def test_a_client_serves_one_loop_after_the_other(stub: StubServer) -> None:
    client = AsyncClient(stub.target)

    async def embed() -> None:
        await client.embed(b"x")
        assert len([result async for result in client.embed_many(images(3))]) == 3

    asyncio.run(embed())
    asyncio.run(embed())
    assert stub.calls == 4


async def test_what_is_no_image_is_an_error_of_its_own_and_the_stream_goes_on(aclient: AsyncClient) -> None:
    source = [b"a", None, b"c"]

    results = [result async for result in aclient.embed_many(source)]  # type: ignore[arg-type]

    assert [result.error is None for result in results] == [True, False, True]
    assert results[1].error is not None
    assert results[1].error.reason == INPUT_UNREADABLE


async def test_a_stream_that_fails_tells_it_though_its_source_is_idle(aclient: AsyncClient, stub: StubServer) -> None:
    async def idle() -> AsyncIterator[bytes]:
        yield b"a"
        await asyncio.sleep(3600)

    stream = aclient.embed_many(idle())
    await anext(stream)

    await asyncio.wait_for(stream.aclose(), timeout=10)

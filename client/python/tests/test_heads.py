"""Several heads: how they are named, and what each says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest

from ijepa import AsyncClient, Client, Distance, HeadActivation, IjepaError, Neighbour, Output

if TYPE_CHECKING:
    from stub import StubServer


def test_a_model_lists_its_heads(client: Client) -> None:
    default, tags = client.model().heads

    assert (default.name, default.activation, default.labels) == (
        "default",
        HeadActivation.SOFTMAX,
        ("class 0", "class 1"),
    )
    assert (default.output, default.fingerprint, default.metrics) == (Output.EMBEDDING_LAST4, "", {})
    assert (tags.name, tags.activation, tags.labels) == ("tags", HeadActivation.SIGMOID, ("a",))
    assert (tags.output, tags.fingerprint, tags.metrics) == (Output.EMBEDDING, "h1", {"accuracy": 0.75})


def test_each_head_has_its_result_in_the_order_of_the_request(client: Client) -> None:
    classification = client.classify(b"x", heads=["tags", "default"], top_k=2)

    assert list(classification.heads) == ["tags", "default"]
    assert [score.label for score in classification.heads["tags"].classes] == ["tags 0", "tags 1"]
    assert classification.heads["default"].best.label == "class 0"
    # The classes beside the heads are the first one's.
    assert classification.classes == classification.heads["tags"].classes


def test_a_head_says_what_it_knows_beside_the_classes(client: Client) -> None:
    heads = client.classify(b"x", heads=["default", "tags"]).heads

    default, tags = heads["default"], heads["tags"]
    assert (default.fingerprint, default.rejected, default.distance, default.neighbours) == ("", None, None, ())
    assert (tags.fingerprint, tags.rejected, tags.distance) == ("h1", False, Distance(0.25, 75))
    assert tags.neighbours == (Neighbour("a/1.png", 1, "a", 0.5),)


def test_without_a_name_the_default_head_classifies(client: Client) -> None:
    classification = client.classify(b"x", top_k=1)

    assert classification.best.label == "class 0"
    assert classification.heads == {}


def test_one_head_may_be_named_without_a_list(client: Client) -> None:
    assert list(client.classify(b"x", heads="tags").heads) == ["tags"]


def test_an_unknown_head_is_an_error(client: Client) -> None:
    with pytest.raises(IjepaError, match="no head other") as raised:
        client.classify(b"x", heads=["default", "other"])

    assert (raised.value.code, raised.value.reason) == (grpc.StatusCode.NOT_FOUND, "HEAD_UNKNOWN")


def test_in_a_stream_an_unknown_head_is_a_value(client: Client) -> None:
    known = list(client.classify_many([b"x", b"y"], heads=["default", "tags"]))
    unknown = list(client.classify_many([b"x", b"y"], heads=["other"]))

    assert [list(result.value.heads) for result in known] == [["default", "tags"]] * 2
    assert [result.error and result.error.reason for result in unknown] == ["HEAD_UNKNOWN"] * 2


def test_a_head_that_is_named_twice_is_refused_at_once(client: Client, stub: StubServer) -> None:
    with pytest.raises(ValueError, match="each head once"):
        client.classify_many([], heads=["tags", "tags"])
    assert stub.calls == 0


async def test_asyncio_takes_heads_too(stub: StubServer) -> None:
    async with AsyncClient(stub.target) as client:
        single = await client.classify(b"x", heads=["tags"])
        streamed = [result.value async for result in client.classify_many([b"x"], heads=["tags"])]
        listed = [head.name for head in (await client.model()).heads]

    assert single.heads == streamed[0].heads
    assert listed == ["default", "tags"]

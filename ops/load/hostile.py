#!/usr/bin/env python3
"""Clients that mean no good, each kind in a process of its own; load.py hostile runs them beside an innocent one.

    ops/load/hostile.py KIND PORT SECONDS      prints how often the server answered in which way, as JSON

Needs the packages hpack and Pillow.
"""

import collections
import contextlib
import gzip
import io
import json
import os
import pathlib
import socket
import struct
import sys
import time

from http2 import PING, SETTINGS, Connection, Disconnected

EMBED = "ijepa.v1.FeatureService/Embed"
EMBED_IMAGE = "ijepa.v1.FeatureService/EmbedImage"
LIST_MODELS = "ijepa.v1.ModelService/ListModels"
GET_MODEL = "ijepa.v1.ModelService/GetModel"
CHECK = "grpc.health.v1.Health/Check"
WATCH = "grpc.health.v1.Health/Watch"
REFLECTION = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
REFLECTION_ALPHA = "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
GZIP = ("grpc-encoding", "gzip")
MIB = 1 << 20
INFLATED = 15 * MIB
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "models" / "embedded" / "samples" / "cat.jpg"
REFUSED = {"INVALID_ARGUMENT", "RESOURCE_EXHAUSTED"}


def field(number, content):
    length, prefix = len(content), bytes([number << 3 | 2])
    while length >= 128:
        prefix += bytes([length & 127 | 128])
        length >>= 7
    return prefix + bytes([length]) + content


def message(content, compressed=False):
    return struct.pack(">BI", compressed, len(content)) + content


def squeezed(content):
    return message(gzip.compress(content, 9), True)


def filled(part):
    return part * (INFLATED // len(part))


def image(content):
    return field(2, field(1, content))


class Calls:
    """Unary calls with one body, again and again: forty at once."""

    def __init__(self, path, body, *headers, at_once=40, expected=REFUSED):
        self.path, self.body, self.headers, self.at_once, self.expected = path, body, headers, at_once, expected

    def round(self, port, count):
        with Connection(port) as connection:
            calls = []
            for _ in range(self.at_once):
                calls.append(connection.open(self.path, *self.headers))
                connection.send(calls[-1], self.body, end=True)
            for call in calls:
                count[connection.end(call, 60)] += 1


class Held:
    """Calls that are begun on one connection and left as they are, for some seconds."""

    def __init__(self, path, body=b"", calls=200, seconds=15, window=1 << 30, ending=False, drip=False, expected=None):
        self.path, self.body, self.calls, self.seconds, self.window = path, body, calls, seconds, window
        self.ending, self.drip = ending, drip
        self.expected = expected or REFUSED | {"open", "DEADLINE_EXCEEDED", "reset", "disconnected"}

    def round(self, port, count):
        with Connection(port, self.window) as connection:
            calls = []
            for _ in range(self.calls):
                calls.append(connection.open(self.path))
                # What does not go through soon is as good as held.
                connection.send(calls[-1], self.body, self.ending, limit=1)
            until = time.monotonic() + self.seconds
            while time.monotonic() < until:
                for call in calls if self.drip else ():
                    if connection.ends[call] is None:
                        connection.send(call, b"\0", limit=0)
                connection.read(1)
            for call in calls:
                count[connection.ends[call] or "open"] += 1


class Flood:
    """Sends one thing without end on a connection, until the server hangs up."""

    def __init__(self, send, most=20000, expected=frozenset({"disconnected"})):
        self.send, self.most, self.expected = send, most, expected

    def round(self, port, count):
        with Connection(port) as connection:
            for number in range(self.most):
                self.send(connection, number)
                if number % 100 == 0:
                    connection.poll()
            # The server may not have come to the last of it yet.
            while connection.read(5):
                pass
            count["went on"] += 1


def one_byte(connection, number):
    if number == 0:
        connection.call = connection.open(EMBED_IMAGE)
        connection.send(connection.call, message(bytes(MIB))[:5])
    connection.send(connection.call, b"\0")


def resets(connection, number):
    connection.reset(connection.open(EMBED_IMAGE))


def pings(connection, number):
    connection.frame(PING, 0, 0, bytes(8))


def settings(connection, number):
    connection.frame(SETTINGS, 0, 0, b"")


def unknown_frames(connection, number):
    connection.frame(99, 0, 0, bytes(100))


class IdleConnections:
    """Connections in which nothing is said."""

    expected = {"kept", "refused"}

    def round(self, port, count):
        with contextlib.ExitStack() as stack:
            sockets = []
            for _ in range(2000):
                with contextlib.suppress(OSError):
                    sockets.append(stack.enter_context(socket.create_connection(("localhost", port), timeout=5)))
            time.sleep(5)
            for each in sockets:
                each.setblocking(False)
                try:
                    count["kept" if each.recv(1000) else "refused"] += 1
                except BlockingIOError:
                    count["kept"] += 1
                except OSError:
                    count["refused"] += 1


def pillow(kind, size, **options):
    from PIL import Image
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def bomb(kind, size=(12000, 8000), **options):
    """A small file of a large image: decoded or refused by the limits, as they are."""
    return lambda: Calls(EMBED_IMAGE, message(image(pillow(kind, size, **options))), at_once=2,
                         expected=REFUSED | {"OK", "DEADLINE_EXCEEDED"})


def truncated():
    return Calls(EMBED_IMAGE, message(image(SAMPLE.read_bytes()[:20000])), expected=REFUSED)


def tokens():
    """Images whose answers are large, and not read."""
    request = image(SAMPLE.read_bytes()) + field(3, b"\x0a\x01\x03")
    return Held(EMBED_IMAGE, message(request), calls=50, window=0, ending=True,
                expected=REFUSED | {"open", "reset", "OK", "disconnected"})


KINDS = {
    "entries": lambda: Calls(EMBED_IMAGE, squeezed(field(3, field(1, filled(b"\1")))), GZIP),
    "merged messages": lambda: Calls(EMBED_IMAGE, squeezed(filled(b"\x1a\0")), GZIP),
    "oneof again and again": lambda: Calls(EMBED_IMAGE, squeezed(filled(b"\x12\x04\x12\0\x0a\0")), GZIP),
    "string": lambda: Calls(EMBED_IMAGE, squeezed(field(1, filled(b"a"))), GZIP),
    "unknown groups": lambda: Calls(EMBED_IMAGE, squeezed(filled(b"\xbb\x3e\xbc\x3e")), GZIP),
    "zeros, 1000 to 1": lambda: Calls(EMBED_IMAGE, squeezed(bytes(100 * MIB)), GZIP, at_once=10),
    "an image of zeros": lambda: Calls(EMBED_IMAGE, squeezed(image(bytes(INFLATED))), GZIP),
    "empty gzip members": lambda: Calls(EMBED_IMAGE, message(gzip.compress(b"") * 20000, True), GZIP, at_once=10),
    "no gzip": lambda: Calls(EMBED_IMAGE, message(bytes(100), True), GZIP),
    "unknown encoding": lambda: Calls(EMBED_IMAGE, message(bytes(100), True), ("grpc-encoding", "zstd"),
                                      expected={"UNIMPLEMENTED"}),
    "no message": lambda: Calls(EMBED_IMAGE, message(b"\x0a\x64\1")),
    "too large": lambda: Calls(EMBED_IMAGE, message(bytes(200 * MIB)), at_once=1),
    "health name": lambda: Calls(CHECK, squeezed(field(1, filled(b"a"))), GZIP),
    "model name": lambda: Calls(GET_MODEL, squeezed(field(1, filled(b"a"))), GZIP),
    "reflection symbol": lambda: Calls(REFLECTION, squeezed(field(4, filled(b"a"))), GZIP),
    "reflection v1alpha symbol": lambda: Calls(REFLECTION_ALPHA, squeezed(field(4, filled(b"a"))), GZIP),
    "128 messages in one write": lambda: Held(EMBED, message(image(b"")) * 128, calls=20, seconds=5, ending=True,
                                              expected={"OK", "open", *REFUSED}),
    "slow bodies": lambda: Held(EMBED_IMAGE, message(bytes(2 * MIB))[:6], calls=100, seconds=70, drip=True),
    "partial bodies": lambda: Held(EMBED_IMAGE, message(bytes(2 * MIB))[:MIB], calls=100),
    "whole bodies without an end": lambda: Held(EMBED_IMAGE, message(image(bytes(MIB))), calls=100),
    "idle calls": lambda: Held(EMBED, calls=1024),
    "watches": lambda: Held(WATCH, message(field(1, os.urandom(100).hex().encode())), calls=1024, ending=True),
    "unread tokens": tokens,
    "unread models": lambda: Held(LIST_MODELS, message(b""), calls=500, window=0, ending=True),
    "unread reflection": lambda: Held(REFLECTION, message(field(4, EMBED.split("/")[0].encode())) * 20, calls=500,
                                      window=0),
    "frames of one byte": lambda: Flood(one_byte),
    # Up to a thousand a second are what clients with deadlines do, too.
    "resets": lambda: Flood(resets, expected={"disconnected", "went on"}),
    "pings": lambda: Flood(pings),
    "settings": lambda: Flood(settings),
    "unknown frames": lambda: Flood(unknown_frames),
    "12 KB of headers": lambda: Calls(EMBED_IMAGE, message(b""), *((f"x{i}", "v" * 1000) for i in range(12))),
    # 400 KB of headers in 4 KB: all after the first are its number in HPACK's table. HTTP's 431 has no gRPC status.
    "HPACK bombs": lambda: Calls(EMBED_IMAGE, message(b""), *[("x", "v" * 4000)] * 100, expected={"UNKNOWN"}),
    "idle connections": IdleConnections,
    "PNG": bomb("PNG"),
    "JPEG": bomb("JPEG"),
    "progressive JPEG": bomb("JPEG", progressive=True),
    "GIF": bomb("GIF"),
    "BMP": bomb("BMP", (3000, 2000)),
    "TIFF": bomb("TIFF", compression="tiff_lzw"),
    "WebP": bomb("WEBP", lossless=True),
    "PNG over the limits": bomb("PNG", (30000, 20000)),
    "truncated images": truncated,
}


def attack(kind, port, seconds):
    """Goes on for so long; returns the answers by how often, and those that are not as intended."""
    attacker, count = KINDS[kind](), collections.Counter()
    until = time.monotonic() + seconds
    rounds = 0
    while rounds == 0 or time.monotonic() < until:
        try:
            attacker.round(port, count)
        except Disconnected:
            count["disconnected"] += 1
        rounds += 1
        time.sleep(1)
    # A busy server may refuse any connection.
    return {"answers": count, "unexpected": sorted(set(count) - set(attacker.expected) - {"disconnected"})}


if __name__ == "__main__":
    os.nice(19)
    print(json.dumps(attack(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))

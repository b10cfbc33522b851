"""An HTTP/2 client for calls that no proper client makes. Source: RFC 9113 (frames), gRPC over HTTP/2.

Needs the package hpack, which has no needs of its own.
"""

import select
import socket
import struct
import time

import hpack

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM, ACK, END_HEADERS = 1, 1, 4
INITIAL_WINDOW = 4
FRAME_BYTES = 16384
CODES = ["OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
         "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
         "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"]


class Disconnected(Exception):
    """The server has hung up."""


class Connection:
    """A connection, used by one thread."""

    def __init__(self, port, window=1 << 30):
        """window: how much of each answer is read; 0 for none of it."""
        try:
            self.socket = socket.create_connection(("localhost", port), timeout=10)
        except OSError as e:
            raise Disconnected from e
        self.encoder, self.decoder = hpack.Encoder(), hpack.Decoder()
        self.next, self.buffer, self.ends = 1, b"", {}
        self.window, self.initial, self.windows = 65535, 65535, {}
        self.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        self.frame(SETTINGS, 0, 0, struct.pack(">HI", INITIAL_WINDOW, window))
        if window:
            self.frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", window))

    def write(self, data):
        try:
            self.socket.sendall(data)
        except OSError as e:
            raise Disconnected from e

    def frame(self, kind, flags, stream, payload):
        self.write(struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload)

    def open(self, path, *more):
        """Begins a call; returns its number."""
        stream, self.next = self.next, self.next + 2
        self.ends[stream], self.windows[stream] = None, self.initial
        headers = [(":method", "POST"), (":scheme", "http"), (":path", "/" + path), (":authority", "localhost"),
                   ("content-type", "application/grpc"), ("te", "trailers"), *more]
        self.frame(HEADERS, END_HEADERS, stream, self.encoder.encode(headers))
        return stream

    def send(self, stream, data, end=False, limit=30):
        """Sends as the windows allow; less if the call is over before."""
        until, data = time.monotonic() + limit, memoryview(data)
        while data and self.ends[stream] is None:
            count = min(len(data), FRAME_BYTES, self.window, self.windows[stream])
            if count <= 0:
                if not self.read(until - time.monotonic()):
                    return
                continue
            self.frame(DATA, 0, stream, bytes(data[:count]))
            self.window -= count
            self.windows[stream] -= count
            data = data[count:]
        if end and self.ends[stream] is None:
            self.frame(DATA, END_STREAM, stream, b"")

    def reset(self, stream):
        self.frame(RST_STREAM, 0, stream, struct.pack(">I", 8))

    def end(self, stream, limit):
        """How a call ended: its status, 'reset', or 'open' if it did not within so many seconds."""
        until = time.monotonic() + limit
        while self.ends[stream] is None and self.read(until - time.monotonic()):
            pass
        return self.ends[stream] or "open"

    def poll(self):
        """Takes what the server has sent."""
        while self.read(0):
            pass

    def read(self, limit):
        """Reads once; False if nothing comes in time."""
        if not select.select([self.socket], [], [], max(0, limit))[0]:
            return False
        try:
            data = self.socket.recv(1 << 18)
        except OSError as e:
            raise Disconnected from e
        if not data:
            raise Disconnected
        self.buffer += data
        while len(self.buffer) >= 9:
            length = int.from_bytes(self.buffer[:3], "big")
            if len(self.buffer) < 9 + length:
                break
            kind, flags, stream = struct.unpack(">BBI", self.buffer[3:9])
            payload, self.buffer = self.buffer[9:9 + length], self.buffer[9 + length:]
            self.received(kind, flags, stream, payload)
        return True

    def received(self, kind, flags, stream, payload):
        if kind == HEADERS:
            headers = dict(self.decoder.decode(payload, raw=True))
            if flags & END_STREAM:
                self.ends[stream] = CODES[int(headers.get(b"grpc-status", 2))]
        elif kind == RST_STREAM and self.ends.get(stream) is None:
            self.ends[stream] = "reset"
        elif kind == WINDOW_UPDATE:
            more = int.from_bytes(payload, "big")
            if stream == 0:
                self.window += more
            elif stream in self.windows:
                self.windows[stream] += more
        elif kind == SETTINGS and not flags & ACK:
            for setting, value in struct.iter_unpack(">HI", payload):
                if setting == INITIAL_WINDOW:
                    self.windows = {s: w + value - self.initial for s, w in self.windows.items()}
                    self.initial = value
            self.frame(SETTINGS, ACK, 0, b"")
        elif kind == PING and not flags & ACK:
            self.frame(PING, ACK, 0, payload)
        elif kind == GOAWAY and payload[4:8] != b"\0\0\0\0":
            raise Disconnected

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

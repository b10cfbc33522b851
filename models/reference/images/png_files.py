"""Writes PNGs of any colour type, depth and interlace: Pillow writes but a few."""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def paeth(a: int, b: int, c: int) -> int:
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(rows: list[bytes], unit: int) -> bytes:
    """Each row with another of the five filters."""
    out = bytearray()
    above = bytes(len(rows[0])) if rows else b""
    for number, row in enumerate(rows):
        kind = number % 5
        out.append(kind)
        for i, value in enumerate(row):
            a = row[i - unit] if i >= unit else 0
            b = above[i]
            c = above[i - unit] if i >= unit else 0
            out.append((value - (0, a, b, (a + b) // 2, paeth(a, b, c))[kind]) & 255)
        above = row
    return bytes(out)


def packed(samples: np.ndarray, depth: int) -> list[bytes]:
    """Rows of samples [H, W, C] as bytes, high bits first."""
    rows = samples.reshape(samples.shape[0], -1)
    if depth == 16:
        return [row.astype(">u2").tobytes() for row in rows]
    if depth == 8:
        return [row.astype(np.uint8).tobytes() for row in rows]
    bits = (rows[:, :, None] >> np.arange(depth - 1, -1, -1)) & 1
    return [np.packbits(row.reshape(-1).astype(np.uint8)).tobytes() for row in bits]


def png(samples: np.ndarray, colour: int, depth: int, interlaced: bool = False, extra: list[bytes] = (),
        after: list[bytes] = (), pieces: int = 1) -> bytes:
    """A PNG. samples [H, W, C]; extra chunks go before the pixels, after ones behind them."""
    height, width, channels = samples.shape
    unit = max(1, channels * depth // 8)
    data = b""
    for x, y, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = samples[y::dy, x::dx]
        if part.size:
            data += filtered(packed(part, depth), unit)
    data = zlib.compress(data, 9)
    step = -(-len(data) // pieces)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return b"".join([SIGNATURE, chunk(b"IHDR", header), *extra,
                     *(chunk(b"IDAT", data[i:i + step]) for i in range(0, len(data), step)),
                     *after, chunk(b"IEND", b"")])

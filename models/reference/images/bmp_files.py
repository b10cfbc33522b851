"""Writes BMPs of any header and depth: Pillow writes but a few."""

import struct

import numpy as np


def packed_rows(values: np.ndarray, bits: int) -> bytes:
    """Rows of pixel values [H, W], filled up to four bytes each."""
    out = b""
    for row in values:
        if bits < 8:
            row = np.packbits(((row[:, None] >> np.arange(bits - 1, -1, -1)) & 1).reshape(-1).astype(np.uint8))
            line = row.tobytes()
        else:
            line = b"".join(int(v).to_bytes(bits // 8, "little") for v in row)
        out += line + bytes(-len(line) % 4)
    return out


def bmp(values: np.ndarray, bits: int, palette: list = (), header: int = 40, compression: int = 0, masks: tuple = (),
        top_down: bool = False, data: bytes | None = None, colours: int = 0, told_offset: int | None = None) -> bytes:
    """A BMP of pixel values [H, W]; data replaces the pixels (run lengths)."""
    height, width = values.shape
    if data is None:
        data = packed_rows(values if top_down else values[::-1], bits)
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
        table = b"".join(bytes(c[::-1]) for c in palette)
    else:
        info = struct.pack("<IiiHHIIiiII", header, width, -height if top_down else height, 1, bits, compression,
                           len(data), 2835, 2835, colours, 0)
        table = b"".join(bytes(c[::-1]) + b"\0" for c in palette)
        mask_bytes = b"".join(struct.pack("<I", m) for m in masks)
        info += mask_bytes if header == 40 else mask_bytes + bytes(header - 40 - len(mask_bytes))
    offset = 14 + len(info) + len(table)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, told_offset or offset) + info + table + data


def run_lengths_8(rows: np.ndarray) -> bytes:
    """Runs where there are any, else single pixels as they are; lines end as they should."""
    out = b""
    for row in rows:
        i = 0
        while i < len(row):
            n = 1
            while i + n < len(row) and n < 255 and row[i + n] == row[i]:
                n += 1
            if n == 1 and i + 5 <= len(row):
                out += bytes([0, 5, *row[i:i + 5], 0])
                i += 5
            else:
                out += bytes([n, row[i]])
                i += n
        out += b"\0\0"
    return out + b"\0\1"


def run_lengths_4(rows: np.ndarray) -> bytes:
    """Alternating runs of two pixels, and stretches of pixels as they are."""
    out = b""
    for number, row in enumerate(rows):
        for i in range(0, len(row), 6):
            part = list(row[i:i + 6])
            if number % 2 and len(part) == 6:
                out += bytes([0, 6, part[0] << 4 | part[1], part[2] << 4 | part[3], part[4] << 4 | part[5], 0])
            else:
                for j in range(0, len(part), 2):
                    pair = part[j:j + 2]
                    out += bytes([len(pair), pair[0] << 4 | pair[-1]])
        out += b"\0\0"
    return out + b"\0\1"

"""What the families share: the pictures, the record of a file, and writers of JPEG segments, EXIF and TIFF."""

import dataclasses
import io
import pathlib
import struct
import subprocess
import tempfile

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 64, 48


@dataclasses.dataclass
class Odd:
    """A file. difference: the listed deliberate difference that it is of; names: a pattern that a refusal's message holds."""

    name: str
    data: bytes
    what: str
    report: str = ""
    difference: str = ""
    names: str = ""


class Family(list):
    """Collects files. A writer that is missing or that can't write a file is told in a line, and costs that file only."""

    def add(self, name: str, data, what: str, report: str = "", difference: str = "", names: str = "") -> None:
        """data may be a function, so that its failure costs only this file."""
        try:
            made = data() if callable(data) else data
        except Exception as e:  # Any writer may fail in any way.
            print(f"skipped {name}: {type(e).__name__}: {str(e)[:100]}")
            return
        self.append(Odd(name, bytes(made), what, report, difference, names))


class Pictures:
    """Synthetic pictures: smooth enough for lossy formats, with edges, and different for each seed."""

    def __init__(self, seed: int):
        self.random = np.random.default_rng(seed)
        self.phase = float(self.random.uniform(0, 6)) if seed else 0.0
        self.rgb = self.make(WIDTH, HEIGHT)
        self.image = Image.fromarray(self.rgb)
        self.gray = np.asarray(self.image.convert("L"))
        yy, xx = np.mgrid[0:HEIGHT, 0:WIDTH]
        self.alpha = ((xx * 5 + yy * 3) % 256).astype(np.uint8)
        self.rgba = np.dstack([self.rgb, self.alpha])
        self.noise = self.random.integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
        self.bilevel = Image.fromarray(self.gray > 110)
        self.wide = Image.fromarray(self.make(150, 101))

    def make(self, width: int, height: int) -> np.ndarray:
        yy, xx = np.mgrid[0:height, 0:width]
        red = 40 + 3 * xx % 220
        green = 30 + 4 * yy % 220
        blue = 128 + 100 * np.sin(xx / 5 + self.phase) * np.cos(yy / 4)
        rgb = np.stack([red, green, blue], 2).clip(0, 255).astype(np.uint8)
        rgb[height // 3 : height // 2, width // 4 : width // 2] = (250, 20, 40)
        return rgb

    def cmyk(self) -> Image.Image:
        ink = np.asarray(self.image.convert("CMYK")).copy()
        ink[..., 3] = self.gray // 3
        return Image.fromarray(ink, "CMYK")


def saved(image: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(image: Image.Image, **options) -> bytes:
    return saved(image, "JPEG", **{"quality": 85, **options})


def tool(command: list[str], data: bytes, suffix_in: str, suffix_out: str) -> bytes:
    """Runs a program on a file; IN and OUT stand for the names in the command."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "in" + suffix_in), pathlib.Path(folder, "out" + suffix_out)
        source.write_bytes(data)
        words = [w.replace("IN", str(source)).replace("OUT", str(target)) if w in ("IN", "OUT") else w for w in command]
        done = subprocess.run(words, capture_output=True, timeout=30)
        if not target.exists():
            raise OSError(done.stderr.decode(errors="replace").strip() or f"{command[0]} wrote nothing")
        return target.read_bytes()


# JPEG


def segment(marker: int, payload: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload


def segments(data: bytes) -> list[tuple[int, int, int]]:
    """Marker, start and end of each segment up to the first scan's header."""
    at, out = 2, []
    while True:
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        out.append((data[at + 1], at, at + 2 + length))
        if data[at + 1] == 0xDA:
            return out
        at += 2 + length


def insert(data: bytes, marker: int, *parts: bytes) -> bytes:
    """With parts before the first segment of this marker."""
    at = next(start for m, start, _ in segments(data) if m == marker)
    return data[:at] + b"".join(parts) + data[at:]


def without(data: bytes, *markers: int) -> bytes:
    for m, start, end in reversed(segments(data)):
        if m in markers:
            data = data[:start] + data[end:]
    return data


def after_start(data: bytes, *parts: bytes) -> bytes:
    return data[:2] + b"".join(parts) + data[2:]


# EXIF and XMP

TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
TYPE_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I", 16: "Q", 17: "q", 18: "Q"}


def values(kind: int, numbers, order: str) -> bytes:
    """Numbers as a TIFF type stores them; bytes stay as they are."""
    if isinstance(numbers, (bytes, bytearray)):
        return bytes(numbers)
    if kind in (5, 10):
        return b"".join(struct.pack(order + ("II" if kind == 5 else "ii"), n, 1) for n in numbers)
    if kind in (2, 7):
        return bytes(numbers)
    return b"".join(struct.pack(order + TYPE_CODES[kind], n) for n in numbers)


@dataclasses.dataclass
class Tag:
    """An entry of a directory. count and raw, if given, stand in it whatever the values are."""

    number: int
    kind: int
    numbers: object
    count: int | None = None
    raw: bytes | None = None


def directory(
    tags: list[Tag], at: int, order: str = "<", big: bool = False, following: int = 0, entries: int | None = None
) -> bytes:
    """An IFD that stands at an offset, with its long values behind it."""
    inline, entry = (8, 20) if big else (4, 12)
    rows, extra = b"", b""
    place = at + (8 if big else 2) + entry * len(tags) + inline
    for tag in tags:
        data = values(tag.kind, tag.numbers, order)
        count = len(data) // TYPE_SIZES.get(tag.kind, 1) if tag.count is None else tag.count
        if tag.raw is not None:
            field = tag.raw
        elif len(data) > inline:
            field = struct.pack(order + ("Q" if big else "I"), place + len(extra))
            extra += data + bytes(len(data) % 2)
        else:
            field = data.ljust(inline, b"\0")
        rows += struct.pack(order + ("HHQ" if big else "HHI"), tag.number, tag.kind, count) + field
    told = len(tags) if entries is None else entries
    return (
        struct.pack(order + ("Q" if big else "H"), told)
        + rows
        + struct.pack(order + ("Q" if big else "I"), following)
        + extra
    )


def exif(
    *tags: Tag,
    order: str = "<",
    head: bytes | None = None,
    prefix: bytes = b"Exif\0\0",
    gap: bytes = b"",
    following: int = 0,
    entries: int | None = None,
    offset: int | None = None,
) -> bytes:
    mark = head or (b"II*\0" if order == "<" else b"MM\0*")
    at = 8 + len(gap)
    told = at if offset is None else offset
    return (
        prefix
        + mark
        + struct.pack(order + "I", told)
        + gap
        + directory(list(tags), at, order, False, following, entries)
    )


def orientation(number: int, kind: int = 3, count: int | None = None) -> Tag:
    return Tag(274, kind, [number], count)


def xmp(inside: str, attributes: str = "") -> bytes:
    return (
        f"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
        f"xmlns:tiff='http://ns.adobe.com/tiff/1.0/' {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>"
        f"<?xpacket end='w'?>"
    ).encode()


XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"


# TIFF


def tiff_tags(
    width: int,
    height: int,
    bits: list[int],
    photometric: int,
    strips: list[bytes],
    offsets: list[int],
    rows: int,
    compression: int = 1,
) -> list[Tag]:
    return [
        Tag(256, 3, [width]),
        Tag(257, 3, [height]),
        Tag(258, 3, bits),
        Tag(259, 3, [compression]),
        Tag(262, 3, [photometric]),
        Tag(273, 4, offsets),
        Tag(277, 3, [len(bits)]),
        Tag(278, 3, [rows]),
        Tag(279, 4, [len(s) for s in strips]),
    ]


def tiff(
    strips: list[bytes],
    width: int,
    height: int,
    bits: list[int],
    photometric: int,
    compression: int = 1,
    rows: int | None = None,
    more: list[Tag] = (),
    drop: tuple = (),
    order: str = "<",
    big: bool = False,
    head: bytes | None = None,
    following: int = 0,
    entries: int | None = None,
    unsorted: bool = False,
    tail: bytes = b"",
    first: int | None = None,
    reverse: bool = False,
) -> bytes:
    """A TIFF of one page, the directory behind the pixels. more replaces the usual tags of its numbers; drop takes some away."""
    body = bytearray(16 if big else 8)
    offsets = [0] * len(strips)
    for i in reversed(range(len(strips))) if reverse else range(len(strips)):
        offsets[i] = len(body)
        body += strips[i]
    body += bytes(len(body) % 2)
    usual = tiff_tags(width, height, bits, photometric, strips, offsets, rows or height, compression)
    given = {t.number for t in more}
    tags = [t for t in usual if t.number not in given and t.number not in drop] + list(more)
    tags = tags if unsorted else sorted(tags, key=lambda t: t.number)
    mark = b"II" if order == "<" else b"MM"
    at = len(body) if first is None else first
    if big:
        body[:16] = (head or mark + struct.pack(order + "HHH", 43, 8, 0)) + struct.pack(order + "Q", at)
    else:
        body[:8] = (head or mark + struct.pack(order + "H", 42)) + struct.pack(order + "I", at)
    return bytes(body) + directory(tags, len(body), order, big, following, entries) + tail


def cut_rows(rgb: np.ndarray, rows: int) -> list[bytes]:
    """An image as strips of so many rows."""
    return [rgb[y : y + rows].tobytes() for y in range(0, rgb.shape[0], rows)]

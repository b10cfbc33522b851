"""TIFFs with faults that readers forgive, or must name."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

from .common import Family, Pictures, Tag, cut_rows, directory, saved, tiff


class Kinds:
    """The same picture as one strip in several compressions: what a fault is put into."""

    def __init__(self, p: Pictures):
        self.width, self.height = p.rgb.shape[1], p.rgb.shape[0]
        self.rgb = p.rgb
        raw = p.rgb.tobytes()
        bits = np.packbits(np.asarray(p.bilevel), axis=1).tobytes()
        self.kinds = {
            "raw": (raw, [8] * 3, 2, 1),
            "deflate": (zlib.compress(raw), [8] * 3, 2, 8),
            "lzw": (self.strip(p.image, "tiff_lzw"), [8] * 3, 2, 5),
            "packbits": (self.strip(p.image, "packbits"), [8] * 3, 2, 32773),
            "g4": (self.strip(p.bilevel, "group4"), [1], 0, 4),
            "gray": (p.gray.tobytes(), [8], 1, 1),
            "bits": (bits, [1], 1, 1),
        }

    @staticmethod
    def strip(image: Image.Image, compression: str) -> bytes:
        data = saved(image, "TIFF", compression=compression, strip_size=1 << 24)
        tags = Image.open(io.BytesIO(data)).tag_v2
        return data[tags[273][0] : tags[273][0] + tags[279][0]]

    def file(self, kind: str, **options) -> bytes:
        data, bits, photometric, compression = self.kinds[kind]
        strips = options.pop("strips", [data])
        return tiff(strips, self.width, self.height, bits, photometric, compression, **options)


def make(p: Pictures) -> Family:
    out = Family()
    k = Kinds(p)
    for part in (counts, offsets, tags_twice, types, headers, chains, cut, strange_values, old_jpeg):
        part(out, k, p)
    return out


def counts(out: Family, k: Kinds, p: Pictures) -> None:
    for kind in k.kinds:
        length = len(k.kinds[kind][0])
        for label, more, drop in (
            ("none", [], (279,)),
            ("zero", [Tag(279, 4, [0])], ()),
            ("small", [Tag(279, 4, [length // 2])], ()),
            ("large", [Tag(279, 4, [length + 1000])], ()),
            ("huge", [Tag(279, 4, [0xFFFFFFF0])], ()),
            ("one-more", [Tag(279, 4, [length, 7])], ()),
        ):
            report = {"none": "geotrellis#3262", "zero": "TwelveMonkeys#449", "huge": "bioformats#1423"}.get(
                label, "image-js/tiff#38"
            )
            out.add(
                f"count-{label}-{kind}.tif",
                lambda: k.file(kind, more=more, drop=drop),
                f"StripByteCounts {label}, {kind}",
                report,
            )
    strips = cut_rows(k.rgb, 20)
    for label, numbers in (
        ("short-last-as-full", [3840, 3840, 3840]),
        ("zero-last", [3840, 3840, 0]),
        ("one-only", [3840]),
        ("swapped", [1536, 3840, 3840]),
    ):
        out.add(
            f"counts-{label}.tif",
            k.file("raw", strips=strips, rows=20, more=[Tag(279, 4, numbers)]),
            "StripByteCounts that do not fit the strips",
            "DPFManager#508",
        )
    for rows in (1, 5, 7, 20, 47, 49, 100, 65535):
        out.add(
            f"rows-per-strip-{rows}.tif",
            k.file("raw", strips=cut_rows(k.rgb, min(rows, 48)), rows=rows),
            "strips without compression, the last one shorter",
            "ocaml-tiff#37",
        )
    out.add("rows-per-strip-none.tif", k.file("raw", drop=(278,)), "no RowsPerStrip")
    out.add(
        "rows-per-strip-none-strips.tif", k.file("raw", strips=strips, drop=(278,)), "no RowsPerStrip, three strips"
    )
    out.add(
        "rows-per-strip-max.tif", k.file("raw", more=[Tag(278, 4, [0xFFFFFFFF])]), "RowsPerStrip 2^32-1", "Pillow#4237"
    )
    out.add("rows-per-strip-0.tif", k.file("raw", more=[Tag(278, 3, [0])]), "RowsPerStrip 0")
    out.add("strips-reversed.tif", k.file("raw", strips=strips, rows=20, reverse=True), "strips stored last to first")
    padded = p.gray.tobytes() + bytes(1)
    out.add("strip-longer.tif", tiff([padded], 64, 48, [8], 1), "a strip with more bytes than its rows")


def offsets(out: Family, k: Kinds, p: Pictures) -> None:
    for kind in ("raw", "lzw", "deflate", "g4"):
        for label, number in (("outside", 10_000_000), ("max", 0xFFFFFFFF), ("zero", 0), ("near-end", 9000)):
            out.add(
                f"offset-{label}-{kind}.tif",
                lambda: k.file(kind, more=[Tag(273, 4, [number])]),
                f"StripOffsets {label}, {kind}",
                "libtiff#319",
            )
        out.add(f"offset-none-{kind}.tif", lambda: k.file(kind, drop=(273,)), "no StripOffsets", "small#127")
    strips = cut_rows(k.rgb, 20)
    out.add(
        "offsets-as-short.tif",
        k.file("raw", strips=strips, rows=20, more=[Tag(273, 3, [8, 8 + 3840, 8 + 7680])]),
        "StripOffsets as SHORT",
    )
    out.add(
        "counts-as-short.tif",
        k.file("raw", strips=strips, rows=20, more=[Tag(279, 3, [3840, 3840, 1536])]),
        "StripByteCounts as SHORT",
    )


def tags_twice(out: Family, k: Kinds, p: Pictures) -> None:
    for number, kind, first, second in (
        (257, 3, 48, 24),
        (256, 3, 64, 32),
        (274, 3, 6, 1),
        (274, 3, 1, 6),
        (262, 3, 2, 1),
        (259, 3, 1, 5),
        (278, 3, 48, 10),
        (317, 3, 1, 2),
        (284, 3, 1, 2),
        (277, 3, 3, 1),
    ):
        out.add(
            f"twice-{number}-{first}-{second}.tif",
            lambda: k.file("raw", more=[Tag(number, kind, [first]), Tag(number, kind, [second])]),
            f"tag {number} twice: {first}, then {second}",
            "JavaScript-Load-Image#103",
        )
    out.add(
        "twice-strips.tif",
        k.file("raw", more=[Tag(273, 4, [8]), Tag(273, 4, [500])]),
        "StripOffsets twice",
        "exif-parser#20",
    )
    out.add(
        "unsorted.tif",
        k.file("raw", more=[Tag(305, 2, b"odd\0"), Tag(254, 4, [0])], unsorted=True),
        "tags out of order",
        "libtiff#40",
    )


def types(out: Family, k: Kinds, p: Pictures) -> None:
    for kind in (1, 3, 4, 6, 8, 9, 5, 11, 12, 13):
        out.add(
            f"width-type{kind}.tif",
            lambda: k.file("raw", more=[Tag(256, kind, [64]), Tag(257, kind, [48])]),
            f"width and height as type {kind}",
            "Pillow#4613",
        )
    for kind in (1, 3, 4, 11):
        out.add(
            f"bits-type{kind}.tif",
            lambda: k.file("raw", more=[Tag(258, kind, [8, 8, 8])]),
            f"BitsPerSample as type {kind}",
        )
        out.add(
            f"compression-type{kind}.tif",
            lambda: k.file("lzw", more=[Tag(259, kind, [5])]),
            f"Compression as type {kind}",
        )
    for label, numbers in (("one", [8]), ("four", [8] * 4), ("two", [8, 8]), ("mixed", [5, 6, 5])):
        out.add(
            f"bits-{label}.tif",
            lambda: k.file("raw", more=[Tag(258, 3, numbers), Tag(277, 3, [3])]),
            f"BitsPerSample of {numbers}",
            "Pillow#6041",
        )
    out.add(
        "unknown-type.tif", k.file("raw", more=[Tag(40000, 99, b"abcd", 4)]), "a tag of an unknown type", "Pillow#3372"
    )
    out.add(
        "huge-tag-count.tif",
        k.file("raw", more=[Tag(305, 2, b"x", 0x7FFFFFFF, struct.pack("<I", 8))]),
        "Software of 2 GiB",
    )
    out.add("ascii-no-nul.tif", k.file("raw", more=[Tag(270, 2, b"text")]), "text without its NUL")


def headers(out: Family, k: Kinds, p: Pictures) -> None:
    for label, head, order in (
        ("mm-2a00", b"MM*\0", ">"),
        ("ii-002a", b"II\0*", "<"),
        ("ii-2b", b"II+\0", "<"),
        ("ii-55", b"IIU\0", "<"),
        ("ii-iiro", b"IIRO", "<"),
        ("ee", b"EP*\0", "<"),
        ("mm-order-ii", b"MM\0*", "<"),
    ):
        out.add(
            f"header-{label}.tif",
            lambda: k.file("raw", head=head, order=order),
            f"header {head!r}",
            "Pillow#2692",
            names={"ii-2b": "BigTIFF|TIFF", "ii-55": "RW2|Panasonic|TIFF|raw", "ii-iiro": "ORF|Olympus|TIFF|raw"}.get(
                label, ""
            ),
        )
    for order in "<>":
        for kind in ("raw", "lzw", "g4", "gray"):
            out.add(
                f"order-{'ii' if order == '<' else 'mm'}-{kind}.tif", lambda: k.file(kind, order=order), "byte order"
            )
            out.add(
                f"bigtiff-{'ii' if order == '<' else 'mm'}-{kind}.tif",
                lambda: k.file(kind, order=order, big=True),
                "BigTIFF",
                "exiftool#214",
                names="BigTIFF",
            )
    out.add("junk-before.tif", b"\0\0\0\0" + k.file("raw"), "four bytes before the header", names=".")
    out.add("tail.tif", k.file("raw", tail=bytes(5000)), "bytes behind the end")
    data = k.file("raw")
    out.add(
        "ifd-odd-offset.tif",
        data[:4] + struct.pack("<I", len(data) + 1) + data[8:] + b"\0" + directory_of(k, len(data) + 1),
        "directory at an odd offset",
    )


def directory_of(k: Kinds, at: int) -> bytes:
    from .common import tiff_tags

    raw = k.kinds["raw"][0]
    return directory(tiff_tags(k.width, k.height, [8] * 3, 2, [raw], [8], k.height), at)


def chains(out: Family, k: Kinds, p: Pictures) -> None:
    at = 8 + len(k.kinds["raw"][0])
    for label, following in (
        ("self", at),
        ("header", 0),
        ("pixels", 8),
        ("outside", 10_000_000),
        ("max", 0xFFFFFFFF),
        ("odd", at + 1),
    ):
        out.add(
            f"next-{label}.tif", k.file("raw", following=following), f"the next directory: {label}", "ImageSharp#1891"
        )
    out.add("next-missing.tif", k.file("gray")[:-4], "file ends where the next directory's offset is")
    for label, number in (("self", at), ("outside", 10_000_000)):
        for tag in (330, 34665, 34853):
            out.add(
                f"ifd-tag-{tag}-{label}.tif",
                k.file("raw", more=[Tag(tag, 4, [number])]),
                f"tag {tag} points to {label}",
                "jhove#784",
            )
    for entries in (0, 3, 8, 12, 500, 65535):
        out.add(
            f"entries-{entries}.tif",
            k.file("raw", entries=entries),
            f"the directory tells {entries} entries and has 9",
            "Pillow#2043",
        )
    for first in (0, 4, 10_000_000, 0xFFFFFFFF):
        out.add(f"first-{first}.tif", k.file("raw", first=first), f"the first directory at {first}")


def cut(out: Family, k: Kinds, p: Pictures) -> None:
    for kind in ("raw", "lzw", "deflate", "packbits", "g4"):
        data, bits, photometric, compression = k.kinds[kind]
        for part in (50, 90, 99):
            kept = data[: len(data) * part // 100]
            out.add(
                f"cut-{part}-{kind}.tif",
                lambda: tiff([kept], 64, 48, bits, photometric, compression),
                f"{part}% of the strip, {kind}",
                "Pillow#4646",
            )
    for part in (4, 8, 9, 12, 100):
        out.add(f"cut-at-{part}.tif", saved(p.image, "TIFF")[:part], f"the first {part} bytes", "Pillow#8348")
    whole = tiff_first(k, p)
    for part in (60, 95):
        out.add(
            f"cut-pixels-{part}.tif",
            whole[: len(whole) * part // 100],
            "directory before the pixels, file cut",
            "libtiff#319",
        )


def tiff_first(k: Kinds, p: Pictures) -> bytes:
    from .common import tiff_tags

    raw = k.kinds["raw"][0]
    length = len(directory(tiff_tags(64, 48, [8] * 3, 2, [raw], [8], 48), 8))
    return b"II*\0\x08\0\0\0" + directory(tiff_tags(64, 48, [8] * 3, 2, [raw], [8 + length], 48), 8) + raw


def strange_values(out: Family, k: Kinds, p: Pictures) -> None:
    for label, more in (
        ("width-0", [Tag(256, 3, [0])]),
        ("height-0", [Tag(257, 3, [0])]),
        ("height-larger", [Tag(257, 3, [60])]),
        ("height-smaller", [Tag(257, 3, [30])]),
        ("height-huge", [Tag(257, 4, [400_000_000])]),
        ("samples-0", [Tag(277, 3, [0])]),
        ("samples-4", [Tag(277, 3, [4])]),
        ("photometric-9", [Tag(262, 3, [9])]),
        ("compression-0", [Tag(259, 3, [0])]),
        ("compression-99", [Tag(259, 3, [99])]),
        ("planar-0", [Tag(284, 3, [0])]),
        ("planar-9", [Tag(284, 3, [9])]),
        ("fill-order-0", [Tag(266, 3, [0])]),
        ("fill-order-2", [Tag(266, 3, [2])]),
        ("fill-order-9", [Tag(266, 3, [9])]),
        ("sample-format-4", [Tag(339, 3, [4] * 3)]),
        ("sample-format-one", [Tag(339, 3, [1])]),
        ("sample-format-0", [Tag(339, 3, [0] * 3)]),
        ("extra-samples", [Tag(338, 3, [2])]),
        ("predictor-2-raw", [Tag(317, 3, [2])]),
        ("orientation-0", [Tag(274, 3, [0])]),
        ("resolution-0-0", [Tag(282, 5, struct.pack("<II", 0, 0))]),
        ("thresholding", [Tag(263, 3, [9])]),
        ("reference-black", [Tag(532, 5, [15, 235, 128, 240, 128, 240])]),
        ("icc-damaged", [Tag(34675, 7, b"x" * 100)]),
        ("ycbcr-subsampling", [Tag(530, 3, [2, 2])]),
        ("transfer-function", [Tag(301, 3, list(range(256)))]),
        ("new-subfile-1", [Tag(254, 4, [1])]),
        ("page-number", [Tag(297, 3, [3, 2])]),
    ):
        out.add(f"value-{label}.tif", lambda: k.file("raw", more=more), label.replace("-", " "), "Pillow#1466")
    for label, drop in (
        ("photometric", (262,)),
        ("bits", (258,)),
        ("samples", (277,)),
        ("compression", (259,)),
        ("width", (256,)),
        ("height", (257,)),
    ):
        out.add(f"missing-{label}-rgb.tif", k.file("raw", drop=drop), f"no {label}, RGB", "Pillow#5114")
        out.add(f"missing-{label}-gray.tif", k.file("gray", drop=drop), f"no {label}, gray", "Pillow#5114")
        out.add(f"missing-{label}-g4.tif", k.file("g4", drop=drop), f"no {label}, G4", "Pillow#5114")
    indices = np.asarray(p.image.quantize(100))
    table = np.array(p.image.quantize(100).getpalette()[:300] + [0] * 468).reshape(256, 3).T.ravel()
    for label, colours in (
        ("8-bit", table.tolist()),
        ("16-bit", (table * 257).tolist()),
        ("short", (table[:300] * 257).tolist()),
        ("none", None),
    ):
        more = [Tag(320, 3, colours)] if colours else []
        out.add(
            f"palette-{label}.tif",
            lambda: tiff([indices.tobytes()], 64, 48, [8], 3, more=more),
            f"palette: {label}",
            "TwelveMonkeys#73",
        )
    import imagecodecs

    for bits in (10, 12, 14):
        packed = imagecodecs.packints_encode(p.gray.astype(np.uint16) << bits - 8, bits)
        out.add(f"gray-{bits}.tif", tiff([packed], 64, 48, [bits], 1), f"{bits}-bit gray", "Pillow#9095", names="bit")


def old_jpeg(out: Family, k: Kinds, p: Pictures) -> None:
    from .common import jpeg

    data = jpeg(p.image, subsampling=0)
    for label, more in (
        ("interchange", [Tag(513, 4, [8]), Tag(514, 4, [len(data)])]),
        ("length-0", [Tag(513, 4, [8]), Tag(514, 4, [0])]),
        ("no-interchange", []),
    ):
        out.add(
            f"old-jpeg-{label}.tif",
            tiff([data], 64, 48, [8] * 3, 6, 6, more=[Tag(530, 3, [1, 1]), *more]),
            f"old-style JPEG, {label}",
            "Pillow#3132",
        )
    for label, photometric, stream in (
        ("rgb-as-ycbcr", 2, data),
        ("ycbcr", 6, data),
        ("keep-rgb", 2, jpeg(p.image, keep_rgb=True)),
        ("gray", 1, jpeg(p.image.convert("L"))),
        ("cmyk", 5, jpeg(p.cmyk())),
        ("420", 6, jpeg(p.image, subsampling=2)),
        ("progressive", 6, jpeg(p.image, progressive=True, subsampling=0)),
        ("restart", 6, jpeg(p.image, restart_marker_blocks=3, subsampling=0)),
    ):
        bits = [8] * {1: 1, 5: 4}.get(photometric, 3)
        sampling = [2, 2] if label == "420" else [1, 1]
        more = [Tag(530, 3, sampling)] if photometric == 6 else []
        out.add(
            f"jpeg-whole-{label}.tif",
            tiff([stream], 64, 48, bits, photometric, 7, more=more),
            f"a whole JPEG as a strip: {label}",
            "xarray-spatial#1502",
        )

"""BMP, DIB and ICO files."""

import struct

import numpy as np

from bmp_files import bmp, run_lengths_4, run_lengths_8

from .common import Family, Pictures, saved

ICON = "icon|ICO|cursor"


def make(p: Pictures) -> Family:
    out = Family()
    for part in (indexed, masked, headers, run_lengths, icons):
        part(out, p)
    return out


def colours(count: int, gray: bool = False) -> list:
    return [
        [i * 255 // max(1, count - 1)] * 3 if gray else [(i * 37) % 256, 255 - i, (i * 91) % 256] for i in range(count)
    ]


def plain(p: Pictures) -> np.ndarray:
    rgb = p.rgb[:31, :45].astype(np.int64)
    return rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2]


def indices(p: Pictures, bits: int) -> np.ndarray:
    return p.gray[:31, :45].astype(np.int64) >> 8 - bits


def indexed(out: Family, p: Pictures) -> None:
    for bits in (1, 2, 4, 8):
        values = indices(p, bits)
        for header in (12, 40, 52, 56, 64, 108, 124):
            names = "BMP" if bits == 2 else ""
            out.add(
                f"indexed-{bits}-header{header}.bmp",
                bmp(values, bits, colours(2**bits), header=header),
                f"{bits} bits, header of {header}",
                "ImageSharp#320",
                names=names,
            )
        out.add(
            f"indexed-{bits}-top-down.bmp", bmp(values, bits, colours(2**bits), top_down=True), f"{bits} bits, top-down"
        )
        out.add(f"indexed-{bits}-gray.bmp", bmp(values, bits, colours(2**bits, True)), f"{bits} bits, gray palette")
        few = max(2, 2**bits * 2 // 3)
        out.add(
            f"indexed-{bits}-few.bmp",
            bmp(values, bits, colours(few), colours=few),
            f"{few} colours told",
            "bmpsuite#26",
        )
        out.add(
            f"indexed-{bits}-few-gray.bmp",
            bmp(values, bits, colours(few, True), colours=few),
            f"{few} gray levels told",
            "",
            "bmp-gray-palette" if bits > 1 else "",
        )
        out.add(
            f"indexed-{bits}-colours-huge.bmp",
            bmp(values, bits, colours(2**bits), colours=100_000),
            "100,000 colours told",
            "bmpsuite#26",
        )
        out.add(
            f"indexed-{bits}-white-first.bmp",
            bmp(values, bits, colours(2**bits, True)[::-1]),
            "gray palette from white to black",
        )


def masked(out: Family, p: Pictures) -> None:
    rgb = p.rgb[:31, :45].astype(np.int64)
    for bits, masks in (
        (16, (0x7C00, 0x3E0, 0x1F)),
        (16, (0xF800, 0x7E0, 0x1F)),
        (16, (0xF00, 0xF0, 0xF)),
        (16, (0x1F, 0x7E0, 0xF800)),
        (16, (0x7C00, 0x3E0, 0x1F, 0x8000)),
        (16, (0xF00, 0xF0, 0xF, 0xF000)),
        (24, (0xFF0000, 0xFF00, 0xFF)),
        (32, (0xFF0000, 0xFF00, 0xFF)),
        (32, (0xFF, 0xFF00, 0xFF0000)),
        (32, (0xFF000000, 0xFF0000, 0xFF00)),
        (32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000)),
        (32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000)),
        (32, (0x3FF00000, 0xFFC00, 0x3FF)),
        (32, (0, 0, 0)),
        (16, (0, 0, 0)),
        (32, (0xFF, 0xFF, 0xFF)),
    ):
        value = sum(
            (rgb[..., i] * (m // (m & -m)) // 255) << ((m & -m).bit_length() - 1) for i, m in enumerate(masks[:3]) if m
        ) + np.zeros(rgb.shape[:2], np.int64)
        value |= masks[3] & 0x55555555 if len(masks) > 3 else 0
        label = "-".join(f"{m:x}" for m in masks)
        for header in (40, 56, 124):
            if header == 40 and len(masks) > 3:
                continue
            out.add(
                f"masks-{bits}-{label}-header{header}.bmp",
                bmp(value, bits, header=header, compression=3, masks=masks),
                f"{bits} bits, masks {label}",
                "stb#1104",
                names="BMP",
            )
    out.add(
        "alpha-bit-fields.bmp",
        bmp(plain(p), 32, compression=6, masks=(0xFF0000, 0xFF00, 0xFF, 0xFF000000), header=56),
        "BI_ALPHABITFIELDS",
        "image#2762",
        names="BMP",
    )
    out.add("32-alpha-0.bmp", bmp(plain(p), 32), "32 bits, fourth byte 0", "image#2933")
    out.add(
        "32-alpha-v5.bmp",
        bmp(plain(p) | 0x40000000, 32, header=124, masks=(0xFF0000, 0xFF00, 0xFF, 0xFF000000)),
        "32 bits, V5, alpha mask, BI_RGB",
        "image#2933",
    )


def headers(out: Family, p: Pictures) -> None:
    v = plain(p)
    whole = bmp(v, 24)
    put = lambda at, kind, value: whole[:at] + struct.pack("<" + kind, value) + whole[at + struct.calcsize(kind) :]
    for label, data in (
        ("size-0", put(2, "I", 0)),
        ("size-huge", put(2, "I", 0xFFFFFFFF)),
        ("offset-0", put(10, "I", 0)),
        ("offset-outside", put(10, "I", 100000)),
        ("offset-more", whole[:10] + struct.pack("<I", 70) + whole[14:54] + bytes(16) + whole[54:]),
        ("planes-0", put(26, "H", 0)),
        ("planes-3", put(26, "H", 3)),
        ("bits-0", put(28, "H", 0)),
        ("bits-5", put(28, "H", 5)),
        ("bits-48", put(28, "H", 48)),
        ("compression-4", put(30, "I", 4)),
        ("compression-5", put(30, "I", 5)),
        ("compression-99", put(30, "I", 99)),
        ("width-negative", put(18, "i", -45)),
        ("width-0", put(18, "i", 0)),
        ("height-0", put(22, "i", 0)),
        ("height-more", put(22, "i", 40)),
        ("height-min", put(22, "i", -(2**31))),
        ("image-size-0", put(34, "I", 0)),
        ("header-16", bmp16(v)),
        ("header-41", put(14, "I", 41)),
        ("header-10", put(14, "I", 10)),
        ("cut-50", whole[: len(whole) // 2]),
        ("cut-1", whole[:-1]),
        ("cut-header", whole[:30]),
        ("tail", whole + b"odd" * 100),
        ("magic-ba", b"BA" + whole[2:]),
        ("magic-ci", b"CI" + whole[2:]),
        ("dib", whole[14:]),
    ):
        names = "." if label in ("magic-ba", "magic-ci", "dib") else ""
        out.add(f"header-{label}.bmp", data, label.replace("-", " "), "ImageSharp#320", names=names)
    for label, width in (("1", 1), ("2", 2), ("3", 3), ("5", 5)):
        out.add(f"width-{label}.bmp", bmp(v[:, :width], 24), f"{width} columns: rows are filled up")
        out.add(f"width-{label}-1bit.bmp", bmp(indices(p, 1)[:, :width], 1, colours(2)), f"{width} columns of 1 bit")


def bmp16(v: np.ndarray) -> bytes:
    """OS/2's second header, cut to 16 bytes."""
    rows = b"".join(b"".join(int(x).to_bytes(3, "little") for x in row) + bytes(-len(row) * 3 % 4) for row in v[::-1])
    return (
        b"BM"
        + struct.pack("<IHHI", 30 + len(rows), 0, 0, 30)
        + struct.pack("<IiiHH", 16, v.shape[1], v.shape[0], 1, 24)
        + rows
    )


def run_lengths(out: Family, p: Pictures) -> None:
    four, eight = indices(p, 4), indices(p, 8)
    packed = run_lengths_8(eight[::-1])
    for label, data in (
        ("whole", packed),
        ("no-end", packed[:-2]),
        ("cut", packed[: len(packed) // 2]),
        ("end-early", packed[:200] + b"\0\1"),
        ("delta", b"\0\2\5\3" + packed),
        ("absolute-odd", b"\0\3\1\2\3\0" + b"\0\0" + packed[:100] + b"\0\1"),
        ("run-over-row", b"\xff\x10" * 9 + b"\0\1"),
        ("run-0", b"\5\1\0\0" + b"\0\1"),
        ("bytes-behind", packed + bytes(20)),
        ("delta-outside", b"\0\2\xff\xff\5\5\0\1"),
        ("empty", b"\0\1"),
    ):
        out.add(
            f"rle8-{label}.bmp",
            bmp(eight, 8, colours(256), compression=1, data=data),
            f"run lengths of 8 bits: {label}",
            "oiio#2969",
        )
    packed = run_lengths_4(four[::-1])
    for label, data in (
        ("whole", packed),
        ("no-end", packed[:-2]),
        ("cut", packed[: len(packed) // 2]),
        ("odd-absolute", b"\0\5\x12\x34\x50\0" + b"\0\0" + packed[:60] + b"\0\1"),
        ("run-over-row", b"\xff\x12" * 9 + b"\0\1"),
        ("delta", b"\0\2\5\3" + packed),
    ):
        out.add(
            f"rle4-{label}.bmp",
            bmp(four, 4, colours(16), compression=2, data=data),
            f"run lengths of 4 bits: {label}",
            "ocaml-imagelib#26",
        )
    out.add(
        "rle8-top-down.bmp",
        bmp(eight, 8, colours(256), compression=1, data=run_lengths_8(eight), top_down=True),
        "run lengths, top-down",
        "bmpsuite#26",
    )
    out.add(
        "rle8-24-bits.bmp", bmp(plain(p), 24, compression=1), "run lengths told, 24 bits", "bmpsuite#26", names="BMP"
    )
    out.add(
        "rle24-os2.bmp",
        bmp(plain(p), 24, header=64, compression=4),
        "OS/2's run lengths of 24 bits",
        "image#2770",
        names="BMP",
    )


def icons(out: Family, p: Pictures) -> None:
    for label, options in (
        ("png", {"sizes": [(32, 32)]}),
        ("bmp", {"sizes": [(32, 32)], "bitmap_format": "bmp"}),
        ("many", {"sizes": [(16, 16), (32, 32), (48, 48)]}),
    ):
        data = saved(p.image.resize((64, 64)), "ICO", **options)
        out.add(f"icon-{label}.ico", data, f"icon: {label}", "SerenityOS#22617", names=ICON)
        out.add(f"cursor-{label}.cur", data[:2] + b"\2" + data[3:], f"cursor: {label}", "image#3047", names=ICON)
    data = saved(p.image.resize((32, 32)), "ICO", sizes=[(32, 32)], bitmap_format="bmp")
    out.add("icon-no-mask.ico", data[:-128], "the mask is missing", "SerenityOS#22635", names=ICON)
    out.add("icon-entries-0.ico", data[:4] + b"\0\0" + data[6:], "no entries", "image#1345", names=ICON)
    out.add("icon-is-png.ico", saved(p.image, "PNG"), "a PNG named .ico", "decode-ico#2")
    out.add("icon-is-bmp.ico", bmp(plain(p), 24), "a BMP named .ico", "decode-ico#2")
    out.add("icns.icns", lambda: saved(p.image.resize((64, 64)), "ICNS"), "Apple's icon", "", names="icon|ICNS")

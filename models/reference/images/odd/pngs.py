"""PNGs of every kind, with odd and damaged chunks."""

import struct
import zlib

import numpy as np

from png_files import GRAY, GRAY_ALPHA, PALETTE, RGB, RGB_ALPHA, SIGNATURE, chunk, png

from .common import Family, Pictures, saved

STRICT = "png-strict"
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGB_ALPHA: 4}


def make(p: Pictures) -> Family:
    out = Family()
    for part in (kinds, transparency, ancillary, damaged, pixels, animated):
        part(out, p)
    return out


def samples(p: Pictures, colour: int, depth: int) -> np.ndarray:
    base = {
        GRAY: p.gray[:, :, None],
        RGB: p.rgb,
        PALETTE: p.gray[:, :, None],
        GRAY_ALPHA: np.dstack([p.gray, p.alpha]),
        RGB_ALPHA: p.rgba,
    }[colour]
    base = base.astype(np.int64)
    return base * 257 - base[::-1] // 2 if depth == 16 else base >> 8 - depth


def table(count: int, gray: bool = False) -> bytes:
    return bytes(v & 255 for i in range(count) for v in ((i, i, i) if gray else (i * 7, 255 - i * 3, i * 13)))


def kinds(out: Family, p: Pictures) -> None:
    for colour, depths in (
        (GRAY, (1, 2, 4, 8, 16)),
        (RGB, (8, 16)),
        (PALETTE, (1, 2, 4, 8)),
        (GRAY_ALPHA, (8, 16)),
        (RGB_ALPHA, (8, 16)),
    ):
        for depth in depths:
            for interlaced in (False, True):
                extra = [chunk(b"PLTE", table(2**depth))] if colour == PALETTE else []
                out.add(
                    f"kind-{colour}-{depth}{'-interlaced' if interlaced else ''}.png",
                    png(samples(p, colour, depth), colour, depth, interlaced, extra),
                    f"colour type {colour}, {depth} bits",
                    "libspng#14",
                )
    for width, height in ((1, 1), (1, 5), (5, 1), (2, 2), (3, 7), (8, 8)):
        out.add(
            f"interlaced-{width}x{height}.png",
            png(samples(p, RGB, 8)[:height, :width], RGB, 8, True),
            f"interlaced {width}x{height}",
        )


def transparency(out: Family, p: Pictures) -> None:
    for colour, depth, data in (
        (GRAY, 1, b"\0\1"),
        (GRAY, 2, b"\0\2"),
        (GRAY, 8, b"\0\x40"),
        (GRAY, 16, b"\x40\x40"),
        (RGB, 8, b"\0\x28\0\x1e\0\x80"),
        (RGB, 16, b"\x28\x28\x1e\x1e\x80\x80"),
        (GRAY_ALPHA, 8, b"\0\1"),
        (RGB_ALPHA, 8, b"\0\1\0\1\0\1"),
    ):
        out.add(
            f"trns-{colour}-{depth}.png",
            png(samples(p, colour, depth), colour, depth, extra=[chunk(b"tRNS", data)]),
            "tRNS",
            "libspng#14",
        )
    for label, data in (("short", b"\0\x80"), ("long", bytes(300)), ("empty", b"")):
        out.add(
            f"trns-palette-{label}.png",
            png(samples(p, PALETTE, 8), PALETTE, 8, extra=[chunk(b"PLTE", table(256)), chunk(b"tRNS", data)]),
            f"tRNS {label}",
            "libspng#14",
        )
    out.add(
        "trns-before-plte.png",
        png(samples(p, PALETTE, 8), PALETTE, 8, extra=[chunk(b"tRNS", b"\0"), chunk(b"PLTE", table(256))]),
        "tRNS before PLTE",
        "libpng#465",
    )
    out.add(
        "trns-twice.png",
        png(samples(p, GRAY, 8), GRAY, 8, extra=[chunk(b"tRNS", b"\0\1"), chunk(b"tRNS", b"\0\2")]),
        "two tRNS",
        "libpng#465",
    )
    out.add(
        "trns-gray-short.png",
        png(samples(p, GRAY, 8), GRAY, 8, extra=[chunk(b"tRNS", b"\1")]),
        "tRNS of one byte",
        "libpng#465",
    )
    out.add(
        "trns-rgb-short.png",
        png(samples(p, RGB, 8), RGB, 8, extra=[chunk(b"tRNS", b"\0\1")]),
        "tRNS of two bytes in RGB",
        "libpng#465",
    )
    for count, gray in ((1, False), (3, False), (10, True), (100, False), (100, True)):
        out.add(
            f"palette-{count}{'-gray' if gray else ''}.png",
            png(samples(p, PALETTE, 8), PALETTE, 8, extra=[chunk(b"PLTE", table(count, gray))]),
            "pixels beyond the palette",
            "libspng#14",
        )
    out.add(
        "palette-300.png",
        png(samples(p, PALETTE, 8), PALETTE, 8, extra=[chunk(b"PLTE", table(300))]),
        "palette of 300",
        "libpng#465",
        STRICT,
    )
    out.add(
        "palette-not-of-3.png",
        png(samples(p, PALETTE, 8), PALETTE, 8, extra=[chunk(b"PLTE", table(256)[:700])]),
        "palette of 700 bytes",
        "libpng#465",
        STRICT,
    )
    out.add("palette-none.png", png(samples(p, PALETTE, 8), PALETTE, 8), "no palette", "libpng#465", STRICT)
    out.add(
        "palette-empty.png",
        png(samples(p, PALETTE, 8), PALETTE, 8, extra=[chunk(b"PLTE", b"")]),
        "empty palette",
        "libpng#465",
        STRICT,
    )
    out.add(
        "palette-twice.png",
        png(samples(p, PALETTE, 8), PALETTE, 8, extra=[chunk(b"PLTE", table(256)), chunk(b"PLTE", table(256, True))]),
        "two palettes",
        "libpng#465",
    )
    out.add(
        "palette-in-gray.png",
        png(samples(p, GRAY, 8), GRAY, 8, extra=[chunk(b"PLTE", table(256))]),
        "palette in a gray image",
        "libpng#465",
    )
    out.add(
        "palette-after-idat.png",
        png(samples(p, PALETTE, 8), PALETTE, 8, after=[chunk(b"PLTE", table(256))]),
        "palette behind the pixels",
        "libpng#465",
        STRICT,
    )


def ancillary(out: Family, p: Pictures) -> None:
    rgb = samples(p, RGB, 8)
    zipped = zlib.compress(b"x" * 300)
    for label, c in (
        ("iccp", chunk(b"iCCP", b"odd\0\0" + zipped)),
        ("iccp-damaged", chunk(b"iCCP", b"odd\0\0junk")),
        ("iccp-method-9", chunk(b"iCCP", b"odd\0\x09" + zipped)),
        ("iccp-no-name", chunk(b"iCCP", b"x" * 100)),
        ("gama-0", chunk(b"gAMA", bytes(4))),
        ("gama-short", chunk(b"gAMA", b"\0")),
        ("srgb-9", chunk(b"sRGB", b"\x09")),
        ("srgb-empty", chunk(b"sRGB", b"")),
        ("chrm-short", chunk(b"cHRM", bytes(5))),
        ("phys-short", chunk(b"pHYs", bytes(5))),
        ("phys", chunk(b"pHYs", struct.pack(">IIB", 300, 700, 0))),
        ("sbit", chunk(b"sBIT", b"\5\6\5")),
        ("bkgd", chunk(b"bKGD", bytes(6))),
        ("hist", chunk(b"hIST", bytes(6))),
        ("time", chunk(b"tIME", bytes(7))),
        ("splt", chunk(b"sPLT", b"odd\0\x08" + bytes(12))),
        ("text-no-nul", chunk(b"tEXt", b"keyword only")),
        ("text-empty", chunk(b"tEXt", b"")),
        ("ztxt-damaged", chunk(b"zTXt", b"a\0\0junk")),
        ("ztxt-method", chunk(b"zTXt", b"a\0\x07" + zipped)),
        ("ztxt-bomb", chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(3_000_000)))),
        ("itxt-short", chunk(b"iTXt", b"a\0")),
        ("itxt-utf8-bad", chunk(b"iTXt", b"a\0\0\0\0\0\xff\xfe")),
        ("cicp", chunk(b"cICP", b"\1\1\0\1")),
        ("private", chunk(b"odDy", bytes(20))),
        ("critical-unknown", chunk(b"ODDY", bytes(20))),
        ("name-not-letters", chunk(b"s\xd3IT", bytes(4))),
        ("offs", chunk(b"oFFs", bytes(9))),
        ("mkbf", chunk(b"mkBF", bytes(40))),
        ("ster", chunk(b"sTER", b"\1")),
        ("empty-private", chunk(b"vpAg", b"")),
    ):
        out.add(f"chunk-{label}.png", png(rgb, RGB, 8, extra=[c]), label.replace("-", " "), "image-png#622")
    out.add("text-after-idat.png", png(rgb, RGB, 8, after=[chunk(b"tEXt", b"a\0b")]), "text behind the pixels")
    bad = bytearray(chunk(b"tEXt", b"a\0b"))
    bad[-1] ^= 1
    out.add("crc-text.png", png(rgb, RGB, 8, extra=[bytes(bad)]), "a wrong checksum of text", "ImageSharp#290", STRICT)
    out.add(
        "crc-text-after.png",
        png(rgb, RGB, 8, after=[bytes(bad)]),
        "a wrong checksum behind the pixels",
        "image#2057",
        STRICT,
    )


def damaged(out: Family, p: Pictures) -> None:
    whole = png(samples(p, RGB, 8), RGB, 8, pieces=3)
    flip = lambda at: whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    idat, end = whole.index(b"IDAT"), whole.rindex(b"IEND")
    for label, data, report in (
        ("crc-ihdr", flip(32), "ImageSharp#127"),
        ("crc-idat", flip(whole.index(b"IDAT", idat + 4) - 8 + 3), "zopfli-png#5"),
        ("crc-iend", flip(len(whole) - 1), "image#2057"),
        ("no-iend", whole[: end - 4], "png#360"),
        ("iend-cut", whole[:-4], "png#360"),
        ("cut-50", whole[: len(whole) // 2], "Pillow#4646"),
        ("cut-in-ihdr", whole[:20], ""),
        ("signature-lf", whole[:4] + b"\n\x1a\n\n" + whole[8:], "libpng#465"),
        ("signature-only", whole[:8], ""),
        ("no-idat", whole[: idat - 4] + whole[end - 4 :], ""),
        ("tail", whole + b"PK\3\4" + bytes(200), "Polyglot-HTML-ZIP-PNG#1"),
        ("second-png", whole + whole, ""),
    ):
        out.add(
            f"damaged-{label}.png",
            data,
            label.replace("-", " "),
            report,
            STRICT if label not in ("tail", "second-png", "cut-50") else "",
            names="PNG" if label == "signature-lf" else "",
        )
    header = lambda *v: SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", *v)) + whole[33:]
    for label, v in (
        ("width-0", (0, 48, 8, 2, 0, 0, 0)),
        ("huge", (100000, 100000, 8, 2, 0, 0, 0)),
        ("depth-3", (64, 48, 3, 2, 0, 0, 0)),
        ("colour-5", (64, 48, 8, 5, 0, 0, 0)),
        ("compression-1", (64, 48, 8, 2, 1, 0, 0)),
        ("filter-64", (64, 48, 8, 2, 0, 64, 0)),
        ("interlace-2", (64, 48, 8, 2, 0, 0, 2)),
        ("taller", (64, 60, 8, 2, 0, 0, 0)),
        ("shorter", (64, 30, 8, 2, 0, 0, 0)),
        ("narrower", (60, 48, 8, 2, 0, 0, 0)),
    ):
        out.add(
            f"header-{label}.png",
            header(*v),
            f"header: {label}",
            "libpng#465",
            STRICT if label not in ("taller", "shorter", "narrower", "huge", "width-0") else "",
        )
    cgbi = SIGNATURE + chunk(b"CgBI", b"P\0 \2") + whole[8:]
    out.add("cgbi.png", cgbi, "Apple's CgBI", "geotiff.js#372", names="CgBI|iOS|Apple")


def pixels(out: Family, p: Pictures) -> None:
    rgb = samples(p, RGB, 8)
    rows = b"".join(b"\0" + row.astype(np.uint8).tobytes() for row in p.rgb)
    build = lambda data, *extra: (
        SIGNATURE
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0))
        + b"".join(extra)
        + data
        + chunk(b"IEND", b"")
    )
    one = zlib.compress(rows)
    for label, data in (
        ("stored", zlib.compress(rows, 0)),
        ("window-small", deflate(rows, 9)),
        ("more-rows", zlib.compress(rows + bytes(500))),
        ("fewer-rows", zlib.compress(rows[:-193])),
        ("adler-wrong", one[:-1] + bytes([one[-1] ^ 1])),
        ("adler-cut", one[:-4]),
        ("bytes-behind", one + b"junk"),
        ("filter-9", zlib.compress(b"\x09" + rows[1:])),
    ):
        out.add(f"idat-{label}.png", build(chunk(b"IDAT", data)), label.replace("-", " "), "libpng#465")
    out.add("idat-empty-first.png", build(chunk(b"IDAT", b"") + chunk(b"IDAT", one)), "an empty IDAT first")
    out.add(
        "idat-one-byte.png",
        build(b"".join(chunk(b"IDAT", one[i : i + 1]) for i in range(len(one)))),
        "IDATs of one byte",
    )
    out.add(
        "idat-apart.png",
        build(chunk(b"IDAT", one[:300]) + chunk(b"tEXt", b"a\0b") + chunk(b"IDAT", one[300:])),
        "a chunk between two IDATs",
        "png#360",
    )
    out.add(
        "ihdr-twice.png",
        build(chunk(b"IDAT", one), chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0))),
        "two headers",
        "libpng#465",
    )
    out.add("many-chunks.png", png(rgb, RGB, 8, extra=[chunk(b"tEXt", b"a\0b")] * 500), "500 chunks of text")


def deflate(rows: bytes, window: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    return packer.compress(rows) + packer.flush()


def animated(out: Family, p: Pictures) -> None:
    flipped = p.image.transpose(0)
    out.add("apng.png", saved(p.image, "PNG", save_all=True, append_images=[flipped]), "APNG", "image-png#654")
    out.add(
        "apng-default.png",
        saved(p.image, "PNG", save_all=True, default_image=True, append_images=[flipped, flipped]),
        "APNG with a default image",
        "png#360",
    )
    out.add(
        "apng-alpha.png",
        saved(
            p.image.convert("RGBA"), "PNG", save_all=True, append_images=[flipped.convert("RGBA")], disposal=2, blend=1
        ),
        "APNG with alpha",
        "png#360",
    )
    data = saved(p.image, "PNG", save_all=True, append_images=[flipped])
    at = data.index(b"acTL")
    for frames in (0, 1, 99):
        actl = chunk(b"acTL", struct.pack(">II", frames, 0))
        out.add(
            f"apng-told-{frames}.png", data[: at - 4] + actl + data[at + 16 :], f"acTL tells {frames} frames", "png#360"
        )
    out.add(
        "apng-no-fctl.png",
        png(samples(p, RGB, 8), RGB, 8, extra=[chunk(b"acTL", struct.pack(">II", 2, 0))]),
        "acTL without fcTL",
        "image-png#654",
    )
    out.add(
        "apng-actl-short.png",
        png(samples(p, RGB, 8), RGB, 8, extra=[chunk(b"acTL", bytes(3))]),
        "acTL of three bytes",
        "png#360",
    )
    out.add("apng-fdat-cut.png", data[: data.rindex(b"fdAT") + 40], "cut in the second frame", "image-png#654", STRICT)

"""WebPs: lossy, lossless, alpha, animated, and containers with faults."""

import struct

from PIL import Image

from webp_files import COLOUR_INDEXING, CROSS_COLOUR, PREDICTOR, SUBTRACT_GREEN, Writer

from .common import Family, Pictures, saved, tool


def make(p: Pictures) -> Family:
    out = Family()
    for part in (kinds, by_cwebp, random_lossless, containers, alpha, animations):
        part(out, p)
    return out


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    at, out = 12, []
    while at + 8 <= len(data):
        size = struct.unpack("<I", data[at + 4 : at + 8])[0]
        out.append((data[at : at + 4], data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return out


def riff(*parts: tuple[bytes, bytes], size: int | None = None, tail: bytes = b"") -> bytes:
    body = b"WEBP" + b"".join(name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in parts)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body + tail


def vp8x(flags: int, width: int = 64, height: int = 48) -> tuple[bytes, bytes]:
    return b"VP8X", bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def kinds(out: Family, p: Pictures) -> None:
    for quality in (0, 10, 50, 90, 100):
        for label, image in (("rgb", p.image), ("rgba", Image.fromarray(p.rgba))):
            out.add(
                f"lossy-{label}-{quality}.webp",
                saved(image, "WEBP", quality=quality),
                f"lossy {label}, quality {quality}",
            )
    for method in (0, 4, 6):
        out.add(
            f"lossless-{method}.webp",
            saved(p.image, "WEBP", lossless=True, method=method),
            f"lossless, method {method}",
        )
        out.add(
            f"lossless-alpha-{method}.webp",
            saved(Image.fromarray(p.rgba), "WEBP", lossless=True, method=method, exact=True),
            "lossless with alpha",
        )
    for width, height in ((1, 1), (1, 48), (64, 1), (15, 17), (33, 31)):
        crop = p.image.crop((0, 0, width, height))
        out.add(f"lossy-{width}x{height}.webp", saved(crop, "WEBP", quality=70), f"lossy {width}x{height}")
        out.add(f"lossless-{width}x{height}.webp", saved(crop, "WEBP", lossless=True), f"lossless {width}x{height}")
    out.add("gray.webp", saved(p.image.convert("L"), "WEBP", quality=80), "gray")
    out.add("noise.webp", saved(Image.fromarray(p.noise), "WEBP", quality=60), "noise")


def by_cwebp(out: Family, p: Pictures) -> None:
    source = saved(Image.fromarray(p.rgba), "PNG")
    for label, options in (
        ("sharp", ["-sharp_yuv"]),
        ("simple", ["-nostrong", "-f", "80"]),
        ("strong", ["-strong", "-sharpness", "7"]),
        ("segments-1", ["-segments", "1"]),
        ("segments-4", ["-segments", "4", "-sns", "100"]),
        ("alpha-0", ["-alpha_q", "0"]),
        ("alpha-raw", ["-alpha_method", "0"]),
        ("alpha-filter-best", ["-alpha_filter", "best"]),
        ("alpha-filter-none", ["-alpha_filter", "none"]),
        ("near-lossless", ["-near_lossless", "40"]),
        ("partitions", ["-partition_limit", "100"]),
        ("preset-drawing", ["-preset", "drawing"]),
        ("low-memory", ["-low_memory"]),
        ("jpeg-like", ["-jpeg_like"]),
        ("noalpha", ["-noalpha"]),
        ("f0", ["-f", "0"]),
        ("pass", ["-pass", "6", "-size", "900"]),
        ("lossless-z9", ["-z", "9"]),
        ("lossless-z0", ["-z", "0"]),
        ("hint-graph", ["-lossless", "-hint", "graph"]),
    ):
        out.add(
            f"cwebp-{label}.webp",
            lambda: tool(["cwebp", *options, "IN", "-o", "OUT"], source, ".png", ".webp"),
            f"cwebp {label}",
        )


def random_lossless(out: Family, p: Pictures) -> None:
    every = (PREDICTOR, CROSS_COLOUR, SUBTRACT_GREEN, COLOUR_INDEXING)
    for number in range(16):
        options = [
            {"transforms": every[: number % 5]},
            {"transforms": (COLOUR_INDEXING,), "colours": 2 + number * 9},
            {"groups": 9, "cache": 1 + number % 11},
            {"cache": 5, "few": True},
        ][number % 4]
        out.add(
            f"random-{number}.webp",
            lambda: Writer(1000 + number, 23 + number, 40 - number, **options).file(),
            "random lossless data",
            "image-webp#109",
        )


def containers(out: Family, p: Pictures) -> None:
    lossy, lossless = chunks(saved(p.image, "WEBP", quality=80))[0], chunks(saved(p.image, "WEBP", lossless=True))[0]
    for label, image in (("lossy", lossy), ("lossless", lossless)):
        for flags in (0x00, 0x02, 0x04, 0x08, 0x10, 0x20, 0x3E, 0xC1, 0xFF):
            out.add(
                f"flags-{flags:02x}-{label}.webp",
                riff(vp8x(flags), image),
                f"VP8X flags {flags:02X}, {label}",
                "Piexif#144",
            )
        for size in ((63, 48), (65, 48), (64, 100), (1, 1)):
            out.add(
                f"canvas-{size[0]}x{size[1]}-{label}.webp",
                riff(vp8x(0, *size), image),
                f"canvas {size[0]}x{size[1]}, image 64x48",
                "Piexif#146",
            )
        whole = riff(image)
        for wrong in (0, 4, len(whole) - 9, len(whole) - 7, len(whole) + 100, 0xFFFFFFFE):
            out.add(
                f"size-{'minus' if wrong < len(whole) - 8 else 'plus'}-{wrong}-{label}.webp",
                riff(image, size=wrong),
                f"RIFF tells {wrong} bytes",
                "image-webp#182",
            )
        out.add(f"tail-{label}.webp", whole + b"odd" * 50, "bytes behind the end")
        out.add(f"cut-50-{label}.webp", whole[: len(whole) // 2], "half of the file", "")
        out.add(f"cut-1-{label}.webp", whole[:-1], "one byte cut", "")
        out.add(
            f"unknown-before-{label}.webp",
            riff((b"ODDY", b"xyz"), image),
            "an unknown chunk before a simple image",
            "image-webp#109",
        )
        out.add(
            f"unknown-in-vp8x-{label}.webp",
            riff(vp8x(0), (b"ODDY", b"xyz"), image),
            "an unknown chunk in an extended file",
            "image-webp#109",
        )
        out.add(f"icc-{label}.webp", riff(vp8x(0x20), (b"ICCP", b"x" * 77), image), "a damaged ICC profile", "")
        out.add(
            f"icc-no-flag-{label}.webp", riff(vp8x(0), (b"ICCP", b"x" * 77), image), "a profile without its flag", ""
        )
        out.add(f"image-twice-{label}.webp", riff(vp8x(0), image, image), "two images", "image#1685")
        out.add(f"vp8x-twice-{label}.webp", riff(vp8x(0), vp8x(0), image), "two VP8X", "image#1685")
        out.add(f"vp8x-short-{label}.webp", riff((b"VP8X", b"\0" * 6), image), "VP8X of six bytes", "image-webp#109")
        out.add(
            f"vp8x-long-{label}.webp",
            riff((b"VP8X", vp8x(0)[1] + b"more"), image),
            "VP8X of fourteen bytes",
            "image-webp#109",
        )
        swapped = riff((b"VP8L" if image[0] == b"VP8 " else b"VP8 ", image[1]))
        out.add(f"fourcc-wrong-{label}.webp", swapped, "the other chunk's name", "")
    out.add("empty-riff.webp", riff(), "no chunks")
    out.add(
        "riff-wave.webp",
        b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(28),
        "sound",
        names="RIFF|WAV|audio|sound",
    )
    out.add("rifx.webp", b"RIFX" + riff(lossy)[4:], "RIFX", names=".")


def alpha(out: Family, p: Pictures) -> None:
    parts = dict(chunks(saved(Image.fromarray(p.rgba), "WEBP", quality=80)))
    vp8, alph = (b"VP8 ", parts[b"VP8 "]), parts[b"ALPH"]
    raw = bytes([0]) + p.alpha.tobytes()
    for label, data, flags in (
        ("kept", alph, 0x10),
        ("no-flag", alph, 0),
        ("raw", raw, 0x10),
        ("raw-short", raw[:-100], 0x10),
        ("raw-long", raw + bytes(50), 0x10),
        ("empty", b"", 0x10),
        ("one-byte", b"\0", 0x10),
        ("reserved-bits", bytes([alph[0] | 0xC0]) + alph[1:], 0x10),
        ("method-3", bytes([alph[0] | 3]) + alph[1:], 0x10),
        ("filter-3", bytes([alph[0] | 0x0C]) + alph[1:], 0x10),
        ("junk", alph[:1] + b"\xff" * 40, 0x10),
        ("pre-processing-3", bytes([alph[0] | 0x30]) + alph[1:], 0x10),
        ("cut", alph[: len(alph) // 2], 0x10),
    ):
        out.add(f"alpha-{label}.webp", riff(vp8x(flags), (b"ALPH", data), vp8), f"ALPH: {label}", "webp#5")
    out.add("alpha-behind.webp", riff(vp8x(0x10), vp8, (b"ALPH", alph)), "ALPH behind VP8")
    out.add("alpha-twice.webp", riff(vp8x(0x10), (b"ALPH", raw), (b"ALPH", alph), vp8), "two ALPH")
    out.add("alpha-no-vp8x.webp", riff((b"ALPH", alph), vp8), "ALPH without VP8X")


def animations(out: Family, p: Pictures) -> None:
    frames = [p.image, p.image.transpose(0)]
    for label, options in (
        ("lossy", {"quality": 70}),
        ("lossless", {"lossless": True}),
        ("mixed", {"allow_mixed": True}),
    ):
        out.add(
            f"animated-{label}.webp",
            saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], **options),
            f"animated, {label}",
        )
    out.add(
        "animated-alpha.webp",
        saved(Image.fromarray(p.rgba), "WEBP", save_all=True, append_images=[p.image.convert("RGBA")], lossless=True),
        "animated with alpha",
        "Piexif#144",
    )
    image = chunks(saved(p.image.crop((0, 0, 32, 24)), "WEBP", quality=80))[0]
    inner = image[0] + struct.pack("<I", len(image[1])) + image[1] + bytes(len(image[1]) % 2)
    frame = lambda x, y, w, h, flags=0: (
        b"ANMF",
        b"".join(v.to_bytes(3, "little") for v in (x // 2, y // 2, w - 1, h - 1, 100)) + bytes([flags]) + inner,
    )
    anim = (b"ANIM", b"\xff\x80\x40\xff\0\0")
    for label, parts in (
        ("offset", [vp8x(2), anim, frame(16, 12, 32, 24)]),
        ("offset-no-flag", [vp8x(0), anim, frame(16, 12, 32, 24)]),
        ("no-anim", [vp8x(2), frame(0, 0, 32, 24)]),
        ("outside", [vp8x(2), anim, frame(40, 30, 32, 24)]),
        ("size-lies", [vp8x(2), anim, frame(0, 0, 30, 24)]),
        ("no-frames", [vp8x(2), anim]),
        ("background-alpha", [vp8x(0x12), anim, frame(16, 12, 32, 24)]),
        ("reserved-flags", [vp8x(2), anim, frame(0, 0, 32, 24, 0xFC)]),
        ("still-inside", [vp8x(2), anim, image]),
        ("frame-empty", [vp8x(2), anim, (b"ANMF", frame(0, 0, 32, 24)[1][:16])]),
    ):
        out.add(f"anmf-{label}.webp", riff(*parts), f"animation: {label}", "image-webp#76")

"""GIFs: frames, palettes, extensions, LZW data."""

import struct

from PIL import Image

from .common import Family, Pictures, saved, tool


def make(p: Pictures) -> Family:
    out = Family()
    for part in (by_pillow, by_gifsicle, frames, data, blocks):
        part(out, p)
    return out


def lzw(indices: bytes, size: int, clear: bool = True, end: bool = True, plain: bool = False) -> bytes:
    """LZW codes of a fixed width: the table is cleared before it would grow."""
    codes, width, room = [], size + 1, (1 << size) - 2
    for i, index in enumerate(indices):
        if (clear or i) and i % max(1, room) == 0:
            codes.append(1 << size)
        codes.append(index)
    codes += [(1 << size) + 1] if end else []
    value, count, out = 0, 0, bytearray()
    for code in codes:
        value |= code << count
        count += width
        while count >= 8:
            out.append(value & 255)
            value >>= 8
            count -= 8
    if count:
        out.append(value & 255)
    return bytes(out)


def blocked(payload: bytes, step: int = 255) -> bytes:
    return (
        b"".join(bytes([len(payload[i : i + step])]) + payload[i : i + step] for i in range(0, len(payload), step))
        + b"\0"
    )


def table(bits: int, shift: int = 0) -> bytes:
    return bytes(v & 255 for i in range(2 << bits) for v in (i * 40 + shift, 255 - i * 30, i * 11 + shift))


def gif(
    p: Pictures,
    *,
    version: bytes = b"GIF89a",
    canvas: tuple = (20, 12),
    place: tuple = (0, 0, 20, 12),
    bits: int = 2,
    size: int = 3,
    background: int = 0,
    local: bytes | None = None,
    global_table: bool = True,
    before: bytes = b"",
    payload: bytes | None = None,
    flags: int = 0,
    after: bytes = b"",
    trailer: bytes = b";",
    aspect: int = 0,
    step: int = 255,
    control: bytes = b"",
) -> bytes:
    """One frame of a small picture."""
    width, height = place[2], place[3]
    indices = bytes((x // 2 + y) % (2 << bits) for y in range(height) for x in range(width))
    head = version + struct.pack("<HH", *canvas) + bytes([(0x80 | bits) if global_table else bits, background, aspect])
    frame = b"," + struct.pack("<HHHH", *place) + bytes([flags | ((0x80 | bits) if local else 0)]) + (local or b"")
    packed = lzw(indices, size) if payload is None else payload
    return (
        head
        + (table(bits) if global_table else b"")
        + before
        + control
        + frame
        + bytes([size])
        + blocked(packed, step)
        + after
        + trailer
    )


def by_pillow(out: Family, p: Pictures) -> None:
    for colours in (2, 3, 4, 16, 17, 100, 256):
        for interlace in (0, 1):
            out.add(
                f"pillow-{colours}-{interlace}.gif",
                saved(p.image.quantize(colours), "GIF", interlace=interlace),
                f"{colours} colours, interlace {interlace}",
                "image-gif#232",
            )
    for size in ((1, 1), (7, 7), (9, 9), (47, 33)):
        out.add(
            f"pillow-{size[0]}x{size[1]}.gif",
            saved(p.image.crop((0, 0, *size)).convert("L"), "GIF", interlace=1),
            "small and interlaced",
            "image-gif#232",
        )
    for disposal in (0, 1, 2, 3):
        for transparent in (None, 3):
            options = {} if transparent is None else {"transparency": transparent}
            out.add(
                f"animated-{disposal}-{transparent}.gif",
                saved(
                    p.image.quantize(50),
                    "GIF",
                    save_all=True,
                    append_images=[p.image.transpose(0).quantize(50)],
                    disposal=disposal,
                    **options,
                ),
                f"animated, disposal {disposal}, transparency {transparent}",
                "gifdecoder#19",
            )
    out.add("pillow-gray.gif", saved(p.image.convert("L"), "GIF"), "gray")
    out.add("pillow-alpha.gif", saved(Image.fromarray(p.rgba), "GIF"), "alpha to transparency")
    out.add("pillow-comment.gif", saved(p.image.quantize(9), "GIF", comment=b"odd" * 300), "long comment")


def by_gifsicle(out: Family, p: Pictures) -> None:
    base = saved(p.image.quantize(60), "GIF", save_all=True, append_images=[p.image.transpose(0).quantize(60)])
    for label, options in (
        ("o3", ["-O3"]),
        ("interlace", ["--interlace"]),
        ("lossy", ["-O3", "--lossy=80"]),
        ("crop", ["--crop", "5,5+30x20"]),
        ("no-gce", ["--no-delay"]),
        ("careful", ["-O3", "--careful"]),
        ("colors", ["--colors", "8"]),
        ("position", ["--position", "9,7"]),
        ("background", ["--background", "#ff0000"]),
        ("screen", ["--logical-screen", "100x90"]),
        ("compat", ["--no-extensions", "--no-comments"]),
        ("transparent", ["--transparent", "3"]),
    ):
        out.add(
            f"gifsicle-{label}.gif",
            lambda: tool(["gifsicle", *options, "IN", "-o", "OUT"], base, ".gif", ".gif"),
            f"gifsicle {label}",
            "image-gif#232",
        )


def frames(out: Family, p: Pictures) -> None:
    for label, options in (
        ("offset", {"canvas": (30, 20), "place": (5, 4, 20, 12)}),
        ("outside", {"canvas": (20, 12), "place": (10, 6, 20, 12)}),
        ("far-outside", {"canvas": (20, 12), "place": (100, 100, 20, 12)}),
        ("canvas-0", {"canvas": (0, 0)}),
        ("canvas-small", {"canvas": (5, 5)}),
        ("frame-0", {"place": (0, 0, 0, 0), "payload": b""}),
        ("frame-width-0", {"place": (0, 0, 0, 12), "payload": b""}),
        ("background-5", {"canvas": (30, 20), "background": 5}),
        ("background-outside", {"canvas": (30, 20), "background": 200}),
        ("aspect", {"aspect": 49}),
        ("local", {"local": table(2, 90)}),
        ("local-only", {"local": table(2, 90), "global_table": False}),
        ("no-table", {"global_table": False}),
        ("local-offset", {"local": table(2, 90), "canvas": (30, 20), "place": (5, 4, 20, 12)}),
        ("gif87a", {"version": b"GIF87a"}),
        ("version-90", {"version": b"GIF90a"}),
        ("version-lower", {"version": b"gif89a"}),
        ("table-bits-7", {"bits": 7, "size": 8}),
        ("interlaced", {"flags": 0x40}),
        ("interlaced-1-row", {"flags": 0x40, "place": (0, 0, 20, 1)}),
        ("sorted", {"flags": 0x20}),
        ("reserved", {"flags": 0x18}),
    ):
        out.add(
            f"frame-{label}.gif",
            gif(p, **options),
            label.replace("-", " "),
            "gifdec#11",
            names="GIF" if label.startswith("version") else "",
        )


def data(out: Family, p: Pictures) -> None:
    indices = bytes((x // 2 + y) % 8 for y in range(12) for x in range(20))
    for label, options in (
        ("no-clear", {"payload": lzw(indices, 3, clear=False)}),
        ("no-end", {"payload": lzw(indices, 3, end=False)}),
        ("short", {"payload": lzw(indices[:150], 3)}),
        ("short-no-end", {"payload": lzw(indices[:150], 3, end=False)}),
        ("long", {"payload": lzw(indices + indices, 3)}),
        ("empty", {"payload": b""}),
        ("bytes-behind", {"payload": lzw(indices, 3) + b"\x55" * 20}),
        ("blocks-of-1", {"step": 1}),
        ("size-1", {"size": 1, "bits": 0, "payload": lzw(bytes(240), 2)}),
        ("size-12", {"size": 12}),
        ("size-0", {"size": 0, "payload": b"\0"}),
        ("size-8", {"size": 8}),
        ("code-outside", {"payload": b"\xff" * 40}),
        ("size-2-index-5", {"size": 3, "bits": 1}),
    ):
        out.add(f"lzw-{label}.gif", lambda: gif(p, **options), label.replace("-", " "), "XamlAnimatedGif#190")
    out.add(
        "lzw-pixel-of-firefox.gif",
        gif(p, canvas=(1, 1), place=(0, 0, 1, 1), bits=0, size=1, payload=b"\x32"),
        "one pixel, code size 1",
        "image-gif#97",
    )
    out.add(
        "lzw-empty-pixel.gif",
        gif(p, canvas=(1, 1), place=(0, 0, 1, 1), bits=0, size=2, payload=b""),
        "one pixel without data",
        "ladybird#6358",
    )
    noise = Image.fromarray(p.noise[:, :, 0], "L")
    out.add("lzw-noise.gif", saved(noise, "GIF"), "a full code table", "Open-Imaging#4")


def blocks(out: Family, p: Pictures) -> None:
    ext = lambda label, payload: b"!" + bytes([label]) + payload
    gce = ext(0xF9, b"\4\1\0\0\3\0")
    for label, options in (
        ("no-trailer", {"trailer": b""}),
        ("trailer-0", {"trailer": b"\0;"}),
        ("tail", {"after": b"", "trailer": b";" + b"odd" * 50}),
        ("zeros-before-frame", {"before": bytes(3)}),
        ("junk-before-frame", {"before": b"odd"}),
        ("comment", {"before": ext(0xFE, blocked(b"hello"))}),
        ("comment-empty", {"before": ext(0xFE, b"\0")}),
        ("plain-text", {"before": ext(1, b"\x0c" + bytes(12) + blocked(b"text"))}),
        ("netscape", {"before": ext(0xFF, b"\x0bNETSCAPE2.0\3\1\0\0\0")}),
        ("app-long", {"before": ext(0xFF, b"\x0bICCRGBG1012" + blocked(b"x" * 1135))}),
        ("app-short", {"before": ext(0xFF, b"\3abc\0")}),
        ("xmp-app", {"before": ext(0xFF, b"\x0bXMP DataXMP" + blocked(b"<x/>" * 99))}),
        ("unknown", {"before": ext(0x99, blocked(b"odd"))}),
        ("control", {"control": gce}),
        ("control-twice", {"control": gce + gce}),
        ("control-short", {"control": ext(0xF9, b"\2\1\0\0")}),
        ("control-long", {"control": ext(0xF9, b"\6\1\0\0\3\0\0\0")}),
        ("control-outside", {"control": ext(0xF9, b"\4\1\0\0\xc8\0")}),
        ("control-after", {"after": gce}),
        ("control-transparent-offset", {"control": gce, "canvas": (30, 20), "place": (5, 4, 20, 12)}),
        ("disposal-7", {"control": ext(0xF9, b"\4\x1d\0\0\3\0")}),
    ):
        out.add(f"block-{label}.gif", gif(p, **options), label.replace("-", " "), "gifuct-js#18")
    whole = gif(p)
    for part in (6, 13, 30, 40, 60, len(whole) - 20, len(whole) - 3):
        out.add(f"cut-{part}.gif", whole[:part], f"the first {part} bytes", "libvips#3137")
    second = whole[:-1] + whole[13 + 24 :]
    out.add("two-frames-cut.gif", second[: len(whole) + 20], "cut in the second frame", "libvips#3137")

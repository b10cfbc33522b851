"""PBM, PGM, PPM, PAM and PFM, and TGA: Pillow opens most of them."""

import struct

import numpy as np

from .common import Family, Pictures, saved

PNM = "PPM|PGM|PNM|PBM|Netpbm|PAM|PFM"
TGA = "TGA|Targa|Truevision"


def make(p: Pictures) -> Family:
    out = Family()
    for part in (binary, ascii_files, headers, pam, tga):
        part(out, p)
    return out


def rows(p: Pictures) -> tuple:
    return p.gray[:12, :20], p.rgb[:12, :20], np.asarray(p.bilevel)[:12, :20]


def binary(out: Family, p: Pictures) -> None:
    gray, rgb, bits = rows(p)
    for top in (1, 2, 15, 100, 254, 255, 256, 1000, 4095, 65535):
        for magic, values in ((b"P5", gray), (b"P6", rgb)):
            scaled = values.astype(np.int64) * top // 255
            data = scaled.astype(">u2" if top > 255 else np.uint8).tobytes()
            out.add(
                f"{'pgm' if magic == b'P5' else 'ppm'}-max{top}.{'pgm' if magic == b'P5' else 'ppm'}",
                magic + b"\n20 12\n%d\n" % top + data,
                f"{magic.decode()}, maximum {top}",
                "vlfeat#205",
                names=PNM,
            )
    out.add("pbm-binary.pbm", b"P4\n20 12\n" + np.packbits(bits, axis=1).tobytes(), "P4", "tev#392", names=PNM)
    for width in (1, 7, 8, 9):
        out.add(
            f"pbm-width{width}.pbm",
            b"P4\n%d 12\n" % width + np.packbits(bits[:, :width], axis=1).tobytes(),
            f"P4, {width} columns",
            "tev#392",
            names=PNM,
        )
    out.add(
        "ppm-over-maximum.ppm", b"P6\n20 12\n100\n" + rgb.tobytes(), "values over the maximum", "FLIF#112", names=PNM
    )
    out.add("ppm-large.ppm", saved(p.wide, "PPM"), "larger", names=PNM)


def ascii_files(out: Family, p: Pictures) -> None:
    gray, rgb, bits = rows(p)
    text = lambda v: " ".join(str(int(x)) for x in v.reshape(-1)).encode()
    for label, data in (
        ("pgm", b"P2\n20 12\n255\n" + text(gray)),
        ("ppm", b"P3\n20 12\n255\n" + text(rgb)),
        ("pbm", b"P1\n20 12\n" + text(bits)),
        ("pbm-packed", b"P1\n20 12\n" + text(bits).replace(b" ", b"")),
        ("ppm-1023", b"P3\n20 12\n1023\n" + text(rgb.astype(int) * 4)),
        ("pgm-comments", b"P2\n20 12\n255\n" + text(gray).replace(b" ", b" # odd\n", 5)),
        ("ppm-tabs", b"P3\t20\t12\t255\t" + text(rgb).replace(b" ", b"\t")),
        ("pgm-short", b"P2\n20 12\n255\n" + text(gray)[:300]),
        ("pgm-long", b"P2\n20 12\n255\n" + text(gray) + b" 1 2 3"),
        ("ppm-over", b"P3\n20 12\n100\n" + text(rgb)),
        ("pgm-letters", b"P2\n20 12\n255\nabc " + text(gray)),
        ("pgm-negative", b"P2\n20 12\n255\n-1 " + text(gray)),
        ("ppm-crlf", b"P3\r\n20 12\r\n255\r\n" + text(rgb).replace(b" ", b"\r\n")),
    ):
        out.add(f"ascii-{label}.{label[:3]}", data, f"as text: {label}", "stb#39", names=PNM + "|text")


def headers(out: Family, p: Pictures) -> None:
    rgb = rows(p)[1].tobytes()
    for label, head in (
        ("one-line", b"P6 20 12 255\n"),
        ("comment", b"P6\n# odd\n20 12\n255\n"),
        ("comment-in-line", b"P6\n20 # odd\n12\n255\n"),
        ("comment-last", b"P6\n20 12\n255# odd\n"),
        ("comment-after", b"P6\n20 12\n255\n# odd\n"),
        ("comment-first", b"# odd\nP6\n20 12\n255\n"),
        ("crlf", b"P6\r\n20 12\r\n255\r\n"),
        ("spaces", b"P6   20\t 12 \n\n 255 "),
        ("leading-zeros", b"P6\n0020 0012\n0255\n"),
        ("maximum-0", b"P6\n20 12\n0\n"),
        ("maximum-65536", b"P6\n20 12\n65536\n"),
        ("width-0", b"P6\n0 12\n255\n"),
        ("negative", b"P6\n-20 12\n255\n"),
        ("huge", b"P6\n200000 200000\n255\n"),
        ("long-number", b"P6\n" + b"1" * 30 + b" 12\n255\n"),
        ("no-maximum", b"P6\n20 12\n"),
        ("no-blank", b"P620 12 255\n"),
        ("comment-in-number", b"P6\n2#odd\n0 12\n255\n"),
        ("p9", b"P9\n20 12\n255\n"),
        ("p0", b"P0\n20 12\n255\n"),
        ("pycmyk", b"P0CMYK\n20 9\n255\n"),
        ("pyrgba", b"PyRGBA\n20 9\n255\n"),
        ("only-magic", b"P6"),
        ("comment-long", b"P6\n#" + b"x" * 5000 + b"\n20 12\n255\n"),
    ):
        data = head if label == "only-magic" else head + rgb
        out.add(
            f"header-{label}.ppm",
            data,
            f"header: {label}",
            "joctomap#15",
            names=PNM
            + ("|." if label in ("p9", "p0", "only-magic", "comment-first", "no-blank", "pyrgba", "pycmyk") else ""),
        )
    whole = saved(p.image, "PPM")
    for part in (50, 99):
        out.add(f"cut-{part}.ppm", whole[: len(whole) * part // 100], f"{part}% of the file", "feh#430", names=PNM)
    out.add("tail.ppm", whole + b"odd", "bytes behind the end", names=PNM)
    out.add("two-images.ppm", whole + whole, "two images", names=PNM)


def pam(out: Family, p: Pictures) -> None:
    gray, rgb, _ = rows(p)
    for kind, depth, data in (
        ("GRAYSCALE", 1, gray),
        ("RGB", 3, rgb),
        ("RGB_ALPHA", 4, p.rgba[:12, :20]),
        ("GRAYSCALE_ALPHA", 2, np.dstack([gray, p.alpha[:12, :20]])),
        ("BLACKANDWHITE", 1, gray // 128),
    ):
        top = 1 if kind == "BLACKANDWHITE" else 255
        out.add(
            f"pam-{kind.lower()}.pam",
            b"P7\nWIDTH 20\nHEIGHT 12\nDEPTH %d\nMAXVAL %d\nTUPLTYPE %s\nENDHDR\n" % (depth, top, kind.encode())
            + data.tobytes(),
            f"PAM {kind}",
            "tev#392",
            names=PNM,
        )
    for label, head in (
        ("pf", b"PF\n20 12\n-1.0\n"),
        ("pf-big", b"Pf\n20 12\n1.0\n"),
        ("pf-gray", b"Pf\n20 12\n-1.0\n"),
    ):
        values = (rgb if label == "pf" else gray).astype(">f4" if "big" in label else "<f4") / (
            1 if label == "pf-gray" else 255
        )
        out.add(
            f"{label}.pfm",
            head + values.astype(">f4" if "big" in label else "<f4").tobytes(),
            f"floating point: {label}",
            "tev#392",
            names=PNM,
        )
    out.add("xv-thumbnail.p7", b"P7 332\n#END_OF_COMMENTS\n20 12 255\n" + gray.tobytes(), "XV's thumbnail", names=".")


def tga(out: Family, p: Pictures) -> None:
    from PIL import Image

    for mode in ("L", "LA", "RGB", "RGBA", "P", "1"):
        image = Image.fromarray(p.rgba).convert(mode) if mode not in ("P",) else p.image.quantize(60)
        for compression in (None, "tga_rle"):
            for origin in (1, -1):
                if mode in ("1", "LA") and origin == -1:
                    continue
                out.add(
                    f"tga-{mode.lower()}-{compression or 'raw'}-{'top' if origin == -1 else 'bottom'}.tga",
                    lambda: saved(image, "TGA", compression=compression, orientation=origin),
                    f"TGA {mode}, {compression}",
                    "stb#208",
                    names=TGA,
                )
    gray, rgb, _ = rows(p)
    head = lambda kind, depth, flags=0x20, first=0, count=0, size=0, ident=0, mapped=0: struct.pack(
        "<BBBHHBHHHHBB", ident, mapped, kind, first, count, size, 0, 0, 20, 12, depth, flags
    )
    fifteen = (
        ((rgb[..., 0].astype(int) >> 3) << 10 | (rgb[..., 1].astype(int) >> 3) << 5 | rgb[..., 2].astype(int) >> 3)
        .astype("<u2")
        .tobytes()
    )
    run = b"".join(bytes([0x80 | 119]) + bytes([i * 20, 255 - i * 9, i]) for i in range(2))
    for label, data in (
        ("16-bit", head(2, 16) + fifteen),
        ("15-bit", head(2, 15) + fifteen),
        ("32-bit", head(2, 32, 0x28) + p.rgba[:12, :20].tobytes()),
        ("right-to-left", head(2, 24, 0x30) + rgb.tobytes()),
        ("bottom-right", head(2, 24, 0x10) + rgb.tobytes()),
        ("ident", head(2, 24, ident=5) + b"hello" + rgb.tobytes()),
        ("map-16", head(1, 8, count=32, size=16, mapped=1) + fifteen[:64] + (gray // 8).tobytes()),
        (
            "map-first",
            head(1, 8, first=8, count=32, size=24, mapped=1) + rgb.tobytes()[:96] + (gray // 8 + 8).tobytes(),
        ),
        ("map-32", head(1, 8, count=32, size=32, mapped=1) + p.rgba.tobytes()[:128] + (gray // 8).tobytes()),
        ("map-unused", head(2, 24, count=32, size=24, mapped=1) + bytes(96) + rgb.tobytes()),
        ("run-over-rows", head(10, 24) + run),
        ("cut", head(2, 24) + rgb.tobytes()[:200]),
        ("kind-0", head(0, 24) + rgb.tobytes()),
        ("kind-32", head(32, 24) + rgb.tobytes()),
        ("footer", head(2, 24) + rgb.tobytes() + bytes(8) + b"TRUEVISION-XFILE.\0"),
        ("gray-16", head(3, 16) + np.dstack([gray, gray]).tobytes()),
        ("interleaved", head(2, 24, 0x60) + rgb.tobytes()),
    ):
        out.add(f"tga-{label}.tga", data, f"TGA: {label}", "DirectXTex#251", names=TGA + "|.")

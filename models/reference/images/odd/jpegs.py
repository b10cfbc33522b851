"""JPEGs with odd markers, samplings and scans."""

import struct

import numpy as np
from PIL import Image

from .common import (
    XMP_HEAD,
    Family,
    Pictures,
    after_start,
    exif,
    insert,
    jpeg,
    orientation,
    saved,
    segment,
    segments,
    tool,
    without,
    xmp,
)

ICC = segment(0xE2, b"ICC_PROFILE\0\1\1" + b"x" * 150)


def make(p: Pictures) -> Family:
    out = Family()
    bases = {
        "rgb": jpeg(p.image),
        "gray": jpeg(p.image.convert("L")),
        "cmyk": without(jpeg(p.cmyk()), 0xE0),
        "progressive": jpeg(p.image, progressive=True),
    }
    for part in (markers, restarts, adobe, ends, heights):
        for kind, data in bases.items():
            part(out, kind, data, p)
    samplings(out, p)
    scans(out, p)
    rare(out, p)
    containers(out, p)
    return out


def markers(out: Family, kind: str, j: bytes, p: Pictures) -> None:
    jfif = lambda major, minor, rest=b"\0\0\1\0\1\0\0": segment(0xE0, b"JFIF\0" + bytes([major, minor]) + rest)
    part2 = segment(0xE2, b"ICC_PROFILE\0\2\2" + b"y" * 90)
    for label, data, report in (
        ("icc-twice", after_start(j, ICC, ICC), "cantaloupe#327"),
        ("icc-damaged", after_start(j, ICC), "cantaloupe#327"),
        ("icc-second-only", after_start(j, part2), "TwelveMonkeys#1281"),
        ("icc-number-0", after_start(j, segment(0xE2, b"ICC_PROFILE\0\0\0" + b"z" * 40)), "TwelveMonkeys#1281"),
        ("icc-empty", after_start(j, segment(0xE2, b"ICC_PROFILE\0\1\1")), "sharp#1649"),
        ("jfif-2.01", after_start(without(j, 0xE0), jfif(2, 1)), "Pillow#4613"),
        ("jfif-short", after_start(without(j, 0xE0), segment(0xE0, b"JFIF\0\1")), "Pillow#4613"),
        ("jfif-thumbnail-lies", after_start(without(j, 0xE0), jfif(1, 1, b"\0\0\1\0\1\x20\x20")), "libjpeg-turbo#92"),
        ("jfxx", insert(j, 0xDB, segment(0xE0, b"JFXX\0\x13" + b"\x02\x02" + bytes(12))), "TwelveMonkeys#73"),
        ("avi1", after_start(without(j, 0xE0), segment(0xE0, b"AVI1\0" + bytes(9))), "PyTurboJPEG#77"),
        ("junk", insert(j, 0xDB, b"\x11\x22\x33"), "tesseract#103"),
        ("junk-zeros", insert(j, 0xDB, bytes(9)), "zune-image#261"),
        ("junk-long", insert(j, 0xDB, bytes(range(1, 200)) * 3), "PyTurboJPEG#77"),
        ("fill-bytes", insert(j, 0xDB, b"\xff" * 7), "zune-image#261"),
        ("comment-empty", insert(j, 0xDB, segment(0xFE, b"")), "pdfkit#141"),
        ("comments", insert(j, 0xDB, segment(0xFE, b"odd") * 30), "pdfkit#141"),
        ("app-all", after_start(j, *(segment(0xE0 + i, b"odd") for i in range(3, 14))), "metadata-extractor#234"),
        ("app-max", insert(j, 0xDB, segment(0xEC, bytes(65533))), "c2pa-rs#2068"),
        ("tem", insert(j, 0xDB, b"\xff\x01"), "stb#952"),
        ("soi-twice", j[:2] + j, "zune-image#261"),
        ("photoshop", insert(j, 0xDB, segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4" + bytes(7))), "TwelveMonkeys#141"),
        ("length-0", insert(j, 0xDB, b"\xff\xed\0\0"), "TwelveMonkeys#1054"),
        ("dqt-twice", dqt_twice(j), "libjpeg-turbo#92"),
    ):
        out.add(f"{kind}-{label}.jpg", data, f"{kind}: {label.replace('-', ' ')}", report)


def dqt_twice(j: bytes) -> bytes:
    start, end = next((s, e) for m, s, e in segments(j) if m == 0xDB)
    return j[:end] + j[start:end] + j[end:]


def restarts(out: Family, kind: str, j: bytes, p: Pictures) -> None:
    if kind == "progressive":
        return
    image = {"rgb": p.image, "gray": p.image.convert("L"), "cmyk": p.cmyk()}[kind]
    r = jpeg(image, restart_marker_blocks=2)
    marks = [i for i in range(len(r) - 1) if r[i] == 255 and 0xD0 <= r[i + 1] <= 0xD7]
    if len(marks) < 4:
        return
    other = bytearray(r)
    other[marks[2] + 1] = 0xD0 + (other[marks[2] + 1] - 0xD0 + 3) % 8
    out.add(f"{kind}-rst-kept.jpg", r, "restart markers")
    out.add(f"{kind}-rst-lost.jpg", r[: marks[2]] + r[marks[2] + 2 :], "a restart marker is missing", "JPEGsnoop#50")
    out.add(f"{kind}-rst-renumbered.jpg", bytes(other), "a restart marker has another number", "stb#952")
    out.add(f"{kind}-rst-extra.jpg", j[:-2] + b"\xff\xd1" + j[-2:], "a restart marker before EOI", "jpeg-decoder#100")
    out.add(
        f"{kind}-rst-junk.jpg",
        r[: marks[1]] + b"\x55\x66" + r[marks[1] :],
        "bytes before a restart marker",
        "jpeg-decoder#100",
    )


def adobe(out: Family, kind: str, j: bytes, p: Pictures) -> None:
    bare = without(j, 0xEE, 0xE0)
    for transform in (0, 1, 2, 9):
        mark = segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([transform]))
        out.add(
            f"{kind}-adobe-{transform}.jpg",
            after_start(bare, mark),
            f"{kind}: Adobe transform {transform}",
            "zune-image#442",
        )
    out.add(
        f"{kind}-adobe-short.jpg",
        after_start(bare, segment(0xEE, b"Adobe\0\x64")),
        "Adobe marker cut",
        "TwelveMonkeys#837",
    )
    out.add(f"{kind}-adobe-none.jpg", bare, "no JFIF, no Adobe", "sharp#1649")
    if kind == "rgb":
        ids = bytearray(bare)
        at = next(s for m, s, _ in segments(bare) if m == 0xC0)
        scan = next(s for m, s, _ in segments(bare) if m == 0xDA)
        for i, letter in enumerate(b"RGB"):
            ids[at + 10 + 3 * i] = letter
            ids[scan + 5 + 2 * i] = letter
        out.add("rgb-component-ids.jpg", bytes(ids), "component ids R, G, B", "Pillow#2063")


def ends(out: Family, kind: str, j: bytes, p: Pictures) -> None:
    for label, data, report in (
        ("no-eoi", j[:-2], "zune-image#67"),
        ("no-eoi-trailer", j[:-2] + b"SEFHe\0\0\0SEFT", "libjpeg-turbo#163"),
        ("no-eoi-zeros", j[:-2] + bytes(16), "libyami#801"),
        ("eoi-twice", j + b"\xff\xd9", ""),
        ("tail", j + b"odd bytes" * 100, "turbodrone#6"),
        ("before-eoi", j[:-2] + b"\x7f" + j[-2:], "stb#422"),
        ("before-eoi-2", j[:-2] + b"\0\x11" + j[-2:], "jpeg-decoder#43"),
        ("ff-before-eoi", j[:-2] + b"\xff\xff\xff" + j[-2:], "stb#422"),
        ("cut-90", j[: len(j) * 9 // 10], "TwelveMonkeys#1054"),
        ("cut-50-eoi", j[: len(j) // 2] + b"\xff\xd9", "JPEGDecoder#39"),
        ("second-image", j + j, "libjpeg-turbo#746"),
    ):
        out.add(f"{kind}-{label}.jpg", data, f"{kind}: {label.replace('-', ' ')}", report)


def heights(out: Family, kind: str, j: bytes, p: Pictures) -> None:
    at = next(s for m, s, _ in segments(j) if m in (0xC0, 0xC2))
    sized = lambda height: j[: at + 5] + struct.pack(">H", height) + j[at + 7 :]
    dnl = b"\xff\xdc\0\4" + struct.pack(">H", 48)
    out.add(f"{kind}-dnl-height-0.jpg", sized(0)[:-2] + dnl + j[-2:], "height 0, then DNL", "zune-image#410")
    out.add(f"{kind}-dnl.jpg", j[:-2] + dnl + j[-2:], "DNL with the height that was told", "stb#423")
    out.add(f"{kind}-height-more.jpg", sized(60), "more rows told than there are", "zune-image#67")
    out.add(f"{kind}-height-less.jpg", sized(40), "fewer rows told than there are", "serenity#22779")


def samplings(out: Family, p: Pictures) -> None:
    for factors in (
        "1x1",
        "2x1",
        "1x2",
        "2x2",
        "4x1",
        "1x4",
        "4x2",
        "2x4",
        "2x2,2x1,2x1",
        "2x2,1x2,1x2",
        "2x2,2x1,1x2",
        "1x1,2x2,2x2",
        "1x1,2x1,1x1",
        "2x1,1x1,2x1",
        "3x1",
        "1x3",
        "3x2,1x2,1x1",
        "2x2,2x2,2x2",
        "4x1,2x1,1x1",
        "1x2,1x1,1x2",
    ):
        out.add(
            f"sampling-{factors.replace(',', '_')}.jpg",
            lambda: tool(
                ["cjpeg", "-sample", factors, "-quality", "80", "-outfile", "OUT", "IN"],
                saved(p.image, "PPM"),
                ".ppm",
                ".jpg",
            ),
            f"sampling factors {factors}",
            "libjpeg-turbo#92",
        )
    gray = bytearray(jpeg(p.image.convert("L")))
    at = next(s for m, s, _ in segments(bytes(gray)) if m == 0xC0)
    gray[at + 11] = 0x22
    out.add("sampling-gray-2x2.jpg", bytes(gray), "gray with factors 2x2: the scan is as with 1x1", "Pillow#2063")


def scans(out: Family, p: Pictures) -> None:
    for kind, image in (("rgb", p.wide), ("gray", p.wide.convert("L")), ("cmyk", p.cmyk())):
        data = jpeg(image, progressive=True)
        starts = [i for i in range(len(data) - 1) if data[i : i + 2] == b"\xff\xda"]
        for count in range(1, len(starts)):
            out.add(
                f"{kind}-scans-{count}.jpg",
                data[: starts[count]] + b"\xff\xd9",
                f"the first {count} scans of {len(starts)}",
                "libjpeg-turbo#700",
            )
    scripts = {
        "dc-first": "0 1 2: 0 0 0 0;\n0: 1 63 0 0;\n1: 1 63 0 0;\n2: 1 63 0 0;",
        "separate": "0; 1; 2;",
        "order": "2; 0; 1;",
        "late-dc": "0 1 2: 0 0 0 2;\n0: 1 63 0 0;\n1: 1 63 0 0;\n2: 1 63 0 0;\n0 1 2: 0 0 2 1;\n0 1 2: 0 0 1 0;",
    }
    for label, script in scripts.items():

        def make_file() -> bytes:
            import pathlib
            import tempfile

            with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
                pathlib.Path(file.name).write_text(script + "\n")
                return tool(
                    ["cjpeg", "-scans", file.name, "-outfile", "OUT", "IN"], saved(p.image, "PPM"), ".ppm", ".jpg"
                )

        out.add(f"script-{label}.jpg", make_file, f"scans: {label}", "libjpeg-turbo#721")


def rare(out: Family, p: Pictures) -> None:
    ppm = saved(p.image, "PPM")
    for label, options in (
        ("arithmetic", ["-arithmetic"]),
        ("arithmetic-progressive", ["-arithmetic", "-progressive"]),
    ):
        out.add(
            f"{label}.jpg",
            lambda: tool(["cjpeg", *options, "-outfile", "OUT", "IN"], ppm, ".ppm", ".jpg"),
            label,
            "imgproxy#909",
            difference="not-accepted",
            names="arithmetic",
        )
    import imagecodecs

    out.add(
        "lossless.jpg",
        lambda: imagecodecs.ljpeg_encode(p.gray.astype(np.uint16)),
        "lossless JPEG (SOF3)",
        "zenjpeg#46",
        difference="not-accepted",
        names="lossless",
    )
    out.add(
        "lossless-8.jpg",
        lambda: imagecodecs.jpeg8_encode(p.rgb, lossless=True),
        "lossless JPEG of 8 bits",
        "libjxl#2685",
        difference="not-accepted",
        names="lossless",
    )
    out.add(
        "12-bit.jpg",
        lambda: imagecodecs.jpeg8_encode(p.gray.astype(np.uint16) * 16, bitspersample=12),
        "12-bit JPEG",
        "JPEGsnoop#51",
        names="12",
    )
    out.add(
        "jpegls.jpg", lambda: imagecodecs.jpegls_encode(p.rgb), "JPEG-LS named .jpg", "geotiff.js#372", names="JPEG-LS"
    )
    for quality in (1, 5, 100):
        out.add(
            f"quality-{quality}.jpg", jpeg(Image.fromarray(p.noise), quality=quality), f"noise at quality {quality}"
        )
    for width, height in ((1, 1), (1, 48), (64, 1), (7, 9), (17, 33)):
        out.add(
            f"size-{width}x{height}.jpg",
            jpeg(p.image.crop((0, 0, width, height)), subsampling=2),
            f"{width}x{height}, 4:2:0",
        )
    out.add("qtables-coarse.jpg", lambda: jpeg(p.image, qtables=[[255] * 64] * 2), "coarse tables")
    sof1 = bytearray(jpeg(p.image))
    sof1[next(s for m, s, _ in segments(bytes(sof1)) if m == 0xC0) + 1] = 0xC1
    out.add("extended.jpg", bytes(sof1), "extended sequential (SOF1)", "pdfkit#141")
    for marker in (0xC3, 0xC5, 0xC9, 0xCB):
        other = bytearray(jpeg(p.image))
        other[next(s for m, s, _ in segments(bytes(other)) if m == 0xC0) + 1] = marker
        out.add(
            f"sof-{marker:x}.jpg", bytes(other), f"frame header {marker:X}", "zenjpeg#47", difference="not-accepted"
        )


def containers(out: Family, p: Pictures) -> None:
    out.add(
        "mpo.mpo", saved(p.image, "MPO", save_all=True, append_images=[p.wide]), "two pictures", "OpenOversight#1098"
    )
    out.add(
        "mpo-rotated.jpg",
        saved(p.image, "MPO", save_all=True, append_images=[p.wide], exif=exif(orientation(6))),
        "two pictures, orientation 6",
        "OpenOversight#1098",
    )
    gain = after_start(
        jpeg(p.image),
        segment(0xE1, XMP_HEAD + xmp("", "xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/' hdrgm:Version='1.0'")),
    )
    out.add("ultra-hdr.jpg", gain + jpeg(p.image.convert("L")), "gain map behind the picture", "Pillow#8052")
    mpf = segment(
        0xE2, b"MPF\0II*\0\x08\0\0\0\1\0" + struct.pack("<HHI4s", 0xB001, 4, 1, struct.pack("<I", 2)) + bytes(4)
    )
    out.add("mpf-no-entries.jpg", insert(jpeg(p.image), 0xDB, mpf), "MPF without its entries", "pqiv#208")
    out.add("mpf-damaged.jpg", insert(jpeg(p.image), 0xDB, segment(0xE2, b"MPF\0junk")), "MPF damaged", "Pillow#8052")
    thumb = jpeg(p.image.resize((16, 12)))
    out.add(
        "exif-thumbnail.jpg",
        after_start(jpeg(p.image), segment(0xE1, exif(orientation(1)) + thumb)),
        "a whole JPEG in the EXIF",
        "pel#141",
    )
    out.add("jfif-in-comment.jpg", insert(jpeg(p.image), 0xDB, segment(0xFE, thumb)), "a whole JPEG in a comment", "")

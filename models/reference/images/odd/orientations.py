"""Orientation by EXIF and XMP, in every format and in every odd way."""

import struct
import zlib

import numpy as np

from png_files import RGB, chunk, png

from .common import (
    XMP_HEAD,
    Family,
    Pictures,
    Tag,
    after_start,
    exif,
    insert,
    jpeg,
    orientation,
    saved,
    segment,
    tiff,
    without,
    xmp,
)

FORMS = {
    "attribute": xmp("", "tiff:Orientation='6'").replace(b"tiff:Orientation='6'", b'tiff:Orientation="6"'),
    "attribute-single-quotes": xmp("", "tiff:Orientation='6'"),
    "element": xmp("<tiff:Orientation>6</tiff:Orientation>"),
    "element-spaces": xmp("<tiff:Orientation> 6 </tiff:Orientation>"),
    "two-digits": xmp("", 'tiff:Orientation="16"'),
    "9": xmp("", 'tiff:Orientation="9"'),
    "spaced-equals": xmp("", 'tiff:Orientation = "6"'),
    "other-prefix": xmp("", 'exif:Orientation="6"'),
    "twice": xmp("<tiff:Orientation>3</tiff:Orientation>", 'tiff:Orientation="6"'),
    "utf16": xmp("", 'tiff:Orientation="6"').decode().encode("utf-16"),
}


def make(p: Pictures) -> Family:
    out = Family()
    carriers = {"jpg": in_jpeg, "png": in_png, "webp": in_webp, "tif": in_tiff}
    for suffix, carrier in carriers.items():
        for number in range(1, 9):
            out.add(
                f"plain-{number}.{suffix}",
                lambda: carrier(p, exif(orientation(number), order="<>"[number % 2])),
                f"orientation {number}",
            )
        for label, block, report in blocks():
            out.add(f"exif-{label}.{suffix}", lambda: carrier(p, block), f"EXIF: {label.replace('-', ' ')}", report)
        xmp_files(out, p, suffix)
    jpeg_only(out, p)
    png_only(out, p)
    webp_only(out, p)
    return out


def in_jpeg(p: Pictures, block: bytes) -> bytes:
    return insert(jpeg(p.image), 0xDB, segment(0xE1, block))


def in_png(p: Pictures, block: bytes) -> bytes:
    return png(
        p.rgb.astype(np.int64), RGB, 8, extra=[chunk(b"eXIf", block[6:] if block.startswith(b"Exif\0\0") else block)]
    )


def in_webp(p: Pictures, block: bytes) -> bytes:
    return saved(p.image, "WEBP", lossless=True, exif=block)


def in_tiff(p: Pictures, block: bytes) -> bytes:
    """A TIFF has no EXIF block of its own: its directory takes the tags that stand in the block."""
    order = "<" if block[6:8] == b"II" else ">"
    start = 6 + struct.unpack(order + "I", block[10:14])[0]
    count = struct.unpack(order + "H", block[start : start + 2])[0]
    tags = []
    for i in range(min(count, 8)):
        row = block[start + 2 + 12 * i : start + 14 + 12 * i]
        number, kind, entries = struct.unpack(order + "HHI", row[:8])
        where = struct.unpack(order + "I", row[8:])[0] + 6
        data = block[where : where + 8] if kind in (5, 10, 12, 16, 17, 18) else row[8:]
        tags.append(Tag(number, kind, data[:8], entries, None if len(data) > 4 else data))
    return tiff([p.rgb.tobytes()], 64, 48, [8] * 3, 2, order=order, more=tags)


def blocks() -> list[tuple[str, bytes, str]]:
    out = [
        (f"type-{kind}", exif(orientation(6, kind)), "H: tag types")
        for kind in (1, 4, 5, 6, 8, 9, 10, 11, 12, 13, 16, 17, 18)
    ]
    out += [(f"type-{kind}-mm", exif(orientation(8, kind), order=">"), "H: tag types") for kind in (1, 4, 5, 8, 9, 11)]
    out += [
        ("type-2", exif(Tag(274, 2, b"6\0")), "exif-parser#20"),
        ("type-7", exif(Tag(274, 7, b"\6\0")), "exif-parser#20"),
        ("type-0", exif(Tag(274, 0, b"\6\0\0\0", 1)), "exif-parser#20"),
        ("type-99", exif(Tag(274, 99, b"\6\0\0\0", 1)), "Pillow#3372"),
        ("count-0", exif(orientation(6, 3, 0)), "Piexif#17"),
        ("count-2", exif(Tag(274, 3, [6, 3])), "Pillow#4665"),
        ("count-3", exif(Tag(274, 3, [6, 3, 1])), "Pillow#4665"),
        ("count-huge", exif(orientation(6, 3, 0x7FFFFFFF)), "pel#141"),
        ("0", exif(orientation(0)), "Pillow#4537"),
        ("9", exif(orientation(9)), "Pillow#4537"),
        ("65535", exif(orientation(65535)), "Pillow#4037"),
        ("6-then-1", exif(orientation(6), orientation(1)), "JavaScript-Load-Image#103"),
        ("1-then-6", exif(orientation(1), orientation(6)), "JavaScript-Load-Image#103"),
        ("unsorted", exif(Tag(305, 2, b"odd\0"), orientation(6), Tag(256, 3, [64])), "Pillow#3337"),
        ("many", exif(*(Tag(40000 + i, 3, [i]) for i in range(7)), orientation(6)), "Pillow#518"),
    ]
    return out


def xmp_files(out: Family, p: Pictures, suffix: str) -> None:
    for label, packet in FORMS.items():
        for both in (False, True):
            if both and label not in ("attribute", "element"):
                continue
            block = exif(orientation(3)) if both else None
            if suffix == "jpg":
                parts = [segment(0xE1, XMP_HEAD + packet)] + ([segment(0xE1, block)] if both else [])
                data = insert(jpeg(p.image), 0xDB, *parts)
            elif suffix == "png":
                extra = [chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)] + (
                    [chunk(b"eXIf", block[6:])] if both else []
                )
                data = png(p.rgb.astype(np.int64), RGB, 8, extra=extra)
            elif suffix == "webp":
                data = saved(p.image, "WEBP", lossless=True, xmp=packet, **({"exif": block} if both else {}))
            else:
                more = [Tag(700, 1, packet)] + ([orientation(3)] if both else [])
                data = tiff([p.rgb.tobytes()], 64, 48, [8] * 3, 2, more=more)
            out.add(
                f"xmp-{label}{'-and-exif' if both else ''}.{suffix}",
                data,
                f"XMP: {label.replace('-', ' ')}{', EXIF tells 3' if both else ''}",
                {"tif": "Pillow#8790", "jpg": "epeg#18"}.get(suffix, "Pillow#6462"),
            )


def jpeg_only(out: Family, p: Pictures) -> None:
    six = orientation(6)
    j = jpeg(p.image)
    add = lambda label, block, report="": out.add(
        f"jpeg-{label}.jpg", insert(j, 0xDB, segment(0xE1, block)), label.replace("-", " "), report
    )
    add("prefix-twice", b"Exif\0\0" + exif(six), "Pillow#8348")
    add("blank", b"Exif\0\0", "Pillow#6123")
    add("header-only", exif(six)[:14], "Pillow#6123")
    add("gap", exif(six, gap=b"ZZ"), "Pillow#3337")
    add("offset-0", exif(six, offset=0), "Pillow#2043")
    add("offset-outside", exif(six, offset=5000), "Piexif#17")
    add("mm-2a00", exif(six, order=">", head=b"MM*\0"), "Pillow#2692")
    add("ii-002a", exif(six, head=b"II\0*"), "Pillow#2692")
    add("ii-2b", exif(six, head=b"II+\0"), "Pillow#2692")
    add("header-junk", exif(six, head=b"XX*\0"), "Pillow#2043")
    add("prefix-0-ff", exif(six, prefix=b"Exif\0\xff"), "Pillow#8348")
    add("prefix-lower", exif(six, prefix=b"exif\0\0"), "Pillow#8348")
    add("prefix-none", exif(six, prefix=b""), "Pillow#8348")
    add("entries-more", exif(six, entries=20), "image#605")
    add("entries-none", exif(six, entries=0), "image#605")
    add("next-self", exif(six, following=8), "image#605")
    add("next-outside", exif(six, following=70000), "Piexif#17")
    add("cut-in-entry", exif(six)[:20], "pillow_heif#48")
    add("cut-behind-entry", exif(six)[:28], "pillow_heif#48")
    add("in-second-directory", exif(Tag(256, 3, [64]), following=26) + exif(six)[14:], "metadata-extractor-dotnet#304")
    two = lambda first, second: insert(j, 0xDB, segment(0xE1, first), segment(0xE1, second))
    out.add(
        "jpeg-two-exif-6-1.jpg",
        two(exif(six), exif(orientation(1))),
        "two EXIF blocks: 6, then 1",
        "JavaScript-Load-Image#103",
    )
    out.add(
        "jpeg-two-exif-1-6.jpg",
        two(exif(orientation(1)), exif(six)),
        "two EXIF blocks: 1, then 6",
        "JavaScript-Load-Image#103",
    )
    out.add("jpeg-two-exif-empty-6.jpg", two(b"Exif\0\0", exif(six)), "two EXIF blocks: empty, then 6", "Pillow#6123")
    whole = exif(*(Tag(40000 + i, 3, [i]) for i in range(20)), six)
    out.add("jpeg-split-exif.jpg", two(whole[:100], b"Exif\0\0" + whole[100:]), "EXIF in two segments", "Pillow#8348")
    out.add("jpeg-xmp-then-exif.jpg", two(XMP_HEAD + xmp(""), exif(six)), "XMP first, EXIF second", "pi#8571")
    out.add("jpeg-exif-before-jfif.jpg", after_start(j, segment(0xE1, exif(six))), "EXIF before JFIF", "pi#8571")
    out.add(
        "jpeg-exif-after-sof.jpg", insert(j, 0xC4, segment(0xE1, exif(six))), "EXIF behind the frame header", "pi#8571"
    )
    out.add("jpeg-exif-before-sos.jpg", insert(j, 0xDA, segment(0xE1, exif(six))), "EXIF before the scan", "pi#8571")
    out.add("jpeg-exif-in-app2.jpg", insert(j, 0xDB, segment(0xE2, exif(six))), "EXIF in APP2", "")
    for label, image in (("gray", p.image.convert("L")), ("cmyk", p.cmyk())):
        for number in (2, 5, 6, 7, 8):
            out.add(
                f"jpeg-{label}-{number}.jpg",
                after_start(without(jpeg(image), 0xE0), segment(0xE1, exif(orientation(number)))),
                f"{label}, orientation {number}",
            )


def png_only(out: Family, p: Pictures) -> None:
    rgb = p.rgb.astype(np.int64)
    block = exif(orientation(6))[6:]
    out.add(
        "png-exif-behind-pixels.png", png(rgb, RGB, 8, after=[chunk(b"eXIf", block)]), "eXIf behind IDAT", "png#360"
    )
    out.add(
        "png-exif-with-prefix.png",
        png(rgb, RGB, 8, extra=[chunk(b"eXIf", b"Exif\0\0" + block)]),
        "eXIf with JPEG's prefix",
        "Pillow#8348",
    )
    out.add(
        "png-exif-twice.png",
        png(rgb, RGB, 8, extra=[chunk(b"eXIf", block), chunk(b"eXIf", exif(orientation(3))[6:])]),
        "two eXIf chunks",
        "exif-parser#20",
    )
    out.add("png-exif-empty.png", png(rgb, RGB, 8, extra=[chunk(b"eXIf", b"")]), "empty eXIf", "Pillow#6123")
    raw = b"\nexif\n" + f"{len(block) + 6:8d}\n".encode() + (b"Exif\0\0" + block).hex().encode() + b"\n"
    out.add(
        "png-raw-profile.png",
        png(rgb, RGB, 8, extra=[chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw))]),
        "ImageMagick's raw profile",
        "Pillow#4537",
    )


def webp_only(out: Family, p: Pictures) -> None:
    block = exif(orientation(6))
    for label, data in (
        ("no-prefix", block[6:]),
        ("prefix", block),
        ("prefix-twice", b"Exif\0\0" + block),
        ("damaged", b"junk"),
        ("blank", b"Exif\0\0"),
    ):
        out.add(
            f"webp-exif-{label}.webp",
            lambda: saved(p.image, "WEBP", lossless=True, exif=data),
            f"EXIF chunk: {label}",
            "ImageSharp.Web#381",
        )
        out.add(
            f"webp-lossy-exif-{label}.webp",
            lambda: saved(p.image, "WEBP", quality=80, exif=data),
            f"EXIF chunk in a lossy file: {label}",
            "ImageSharp.Web#304",
        )
